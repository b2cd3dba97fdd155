import { GuestpassError } from '../core/errors'
import type { ParsedGrant, ViewerGrant } from './grant'
import { bare, GrantReader } from './grant-reader'
import type { CombinedIssuer, Issuer } from './issuer'
import { invalid } from './options'
import { hasFingerprint, NO_FINGERPRINT } from './route/as-combined'

/** A viewer, and for each issuer, by the name it was given, what they may see there; nothing where it is left out. */
export type CombinedGrant<Named extends NamedIssuers> = ViewerGrant & {
  readonly [Name in keyof Named]?: Omit<GrantOf<Named[Name]>, 'viewer'>
}

/** Issuers, by the names under which a combined grant lists their dashboards. */
// biome-ignore lint/suspicious/noExplicitAny: an issuer of any grant, whose own type is read off it below
export type NamedIssuers = Readonly<Record<string, Issuer<any>>>

type GrantOf<One> = One extends Issuer<infer G> ? G : never

/**
 * Puts several issuers behind one token route: a grant lists the dashboards under the issuer they belong to.
 *
 * @throws {GuestpassError} `option-invalid`
 * @example
 * const issuer = combineIssuers({ superset: supersetJwt({ … }), embeddable: embeddableApi({ … }) })
 * const authorize = () => ({ viewer: 'ana', superset: { dashboards, rls }, embeddable: { dashboards, securityContext } })
 */
export function combineIssuers<Named extends NamedIssuers>(
  issuers: Named,
): CombinedIssuer<CombinedGrant<Named>> {
  const names = Object.keys(issuers)
  for (const name of names) {
    if (name === 'viewer') throw invalid('An issuer cannot be called viewer.')
    const issuer = issuers[name]
    if (typeof issuer?.mint !== 'function') throw invalid(`${name} is not an issuer.`)
    if (!hasFingerprint(issuer)) throw invalid(`The issuer ${name} ${NO_FINGERPRINT}`)
  }

  return {
    parseGrant(value) {
      const reader = new GrantReader()
      const fields = reader.fields(value, '', ['viewer', ...names]) ?? {}
      const viewer = reader.text(fields.viewer, 'viewer')
      const given = names
        .filter((name) => name in fields)
        .map((name) => [name, { ...reader.record(fields[name], name), viewer }] as const)
      reader.finish()
      const parts = given.map(([name, part]) => [name, parsePart(issuers, name, part)] as const)
      checkApart(parts)
      return bare({ viewer, ...Object.fromEntries(parts) }) as CombinedGrant<Named>
    },
    partsOf: (grant) =>
      names.flatMap((name) => {
        const { [name]: issuer } = issuers
        const part = grant[name] as ParsedGrant | undefined
        return issuer && part ? [{ issuer, grant: part }] : []
      }),
  }
}

/** Reports a problem of the grant with the issuer's name before the path of the field. */
function parsePart(issuers: NamedIssuers, name: string, part: unknown): ParsedGrant {
  try {
    return issuers[name]?.parseGrant(part)
  } catch (error) {
    if (!(error instanceof GuestpassError)) throw error
    throw new GuestpassError(error.code, `In ${name}: ${error.sentence}`)
  }
}

/** Of two issuers for one dashboard the wrong one might be taken. */
function checkApart(parts: readonly (readonly [name: string, grant: ParsedGrant])[]): void {
  const owners = new Map<string, string>()
  for (const [name, { dashboards }] of parts) {
    for (const id of dashboards) {
      const owner = owners.get(id) ?? name
      if (owner !== name) {
        throw new GuestpassError(
          'grant-invalid',
          `The grant lists the dashboard ${JSON.stringify(id.slice(0, 40))} for two issuers: under ${owner} and under ${name}. Remove it from one of them.`,
        )
      }
      owners.set(id, name)
    }
  }
}
