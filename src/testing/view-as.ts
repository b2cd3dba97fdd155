import { GuestpassError } from '../core/errors'
import type { Profile } from '../core/profile'
import { ToolError } from '../core/tool-error'
import type { GrantBase } from '../server'
import { readViewAs, viewerAs } from './view-as-cookie'

/** A request of Express, of Node, or a web-standard request. */
export interface RequestWithCookies {
  /** The headers, as an object or with the method `get`. */
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
  // Not `process.env.NODE_ENV`, which a bundler replaces with its value at build time.
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

/** Applies the profile to the grant, or to each part with a security context of a grant for several issuers. */
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

/** The profile replaces the filters and the roles of the grant. Other fields stay, such as the environment, unless the profile has them. */
function seenAs<G extends object>(grant: G, profile: Profile): G {
  const { name: _, useQueryRewrite: __, ...seen } = profile
  const { filters: ___, roles: ____, ...kept } = grant as G & Partial<Profile>
  return { ...kept, ...seen } as unknown as G
}
