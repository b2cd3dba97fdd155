import { GuestpassError } from '../core/errors'
import type { Profile } from '../core/profile'
import { ToolError } from '../core/tool-error'
import type { GrantBase } from '../server'
import { readViewAs, viewerAs } from './view-as-cookie'

/** A web request, or Node's and Express's. */
export interface RequestWithCookies {
  /** Those of Express, or of a web-standard request. */
  readonly headers: { get(name: string): string | null } | { readonly cookie?: string | undefined }
}

/**
 * For development: a viewer who has chosen a profile with `<ViewAs>` gets a grant with the security context, the roles and
 * the filters of the profile. `authorize` still decides whether a viewer is signed in, and which dashboards they may see.
 *
 * @throws {GuestpassError} `option-invalid` unless NODE_ENV is `development` or `test`
 * @example
 * const profiles = await readProfiles()
 * app.use('/guest-token', guestTokens({ issuer, authorize: viewAs(authorize, profiles) }))
 */
export function viewAs<R extends RequestWithCookies, G extends Pick<GrantBase, 'viewer'>>(
  authorize: (request: R) => G | null | Promise<G | null>,
  profiles: readonly Profile[],
): (request: R) => Promise<G | null> {
  // Read here and not by a bundler, which would write down what it was at build time.
  const environment = globalThis.process?.env['NODE_ENV']
  if (environment !== 'development' && environment !== 'test') {
    throw new GuestpassError(
      'option-invalid',
      'viewAs is for development: it needs a NODE_ENV of development or test. Leave it out in production.',
    )
  }
  const known = new Map(profiles.map((profile) => [profile.name, profile]))
  if (known.size < profiles.length)
    throw new GuestpassError('option-invalid', 'Two profiles have the same name. Rename one of them.')

  return async (request) => {
    const grant = await authorize(request)
    const name = readViewAs(cookiesOf(request))
    if (!grant || name === undefined) return grant
    const profile = known.get(name)
    if (!profile) {
      throw new ToolError(
        'profile-unknown',
        `The browser chose an unknown profile; there are ${[...known.keys()].join(', ')}. Choose again in <ViewAs>.`,
      )
    }
    return { ...withProfile(grant, profile), viewer: viewerAs(grant.viewer, name) }
  }
}

function cookiesOf({ headers }: RequestWithCookies): string {
  const cookies = 'get' in headers && typeof headers.get === 'function' ? headers.get('cookie') : undefined
  return cookies ?? (headers as { readonly cookie?: string }).cookie ?? ''
}

/** Of a grant for several issuers, the parts that have a security context. */
function withProfile<G extends object>(grant: G, profile: Profile): G {
  if ('securityContext' in grant) return seenAs(grant, profile)
  const parts = Object.entries(grant).filter(
    ([, part]) => part instanceof Object && 'securityContext' in part,
  )
  if (parts.length === 0) {
    throw new GuestpassError(
      'grant-invalid',
      'The grant has no securityContext that a profile could replace.',
    )
  }
  return { ...grant, ...Object.fromEntries(parts.map(([name, part]) => [name, seenAs(part, profile)])) }
}

/** `authorize` decides where the data come from, unless the profile does. Only the profile decides whose data they are. */
function seenAs<G extends object>(grant: G, profile: Profile): G {
  const { name: _, useQueryRewrite: __, ...seen } = profile
  const { filters: ___, roles: ____, ...own } = grant as G & Partial<Profile>
  return { ...own, ...seen } as unknown as G
}
