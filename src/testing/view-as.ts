import { GuestpassError } from '../core/errors'
import type { Preset } from '../core/preset'
import { ToolError } from '../core/tool-error'
import type { GrantBase } from '../server'
import { readViewAs, viewerAs } from './view-as-cookie'

/** A web request, or Node's and Express's. */
export interface RequestWithCookies {
  /** Those of Express, or of a web-standard request. */
  readonly headers: { get(name: string): string | null } | { readonly cookie?: string | undefined }
}

/**
 * For development: who has chosen a preset with `<ViewAs>` gets a grant with its security context, roles and filters in
 * place of their own. `authorize` still decides whether somebody is signed in, and which dashboards they may see.
 *
 * @throws {GuestpassError} `option-invalid` unless NODE_ENV is `development` or `test`
 * @example
 * const presets = await readPresets()
 * app.use('/guest-token', guestTokens({ issuer, authorize: viewAs(authorize, presets) }))
 */
export function viewAs<R extends RequestWithCookies, G extends Pick<GrantBase, 'viewer'>>(
  authorize: (request: R) => G | null | Promise<G | null>,
  presets: readonly Preset[],
): (request: R) => Promise<G | null> {
  // Read here and not by a bundler, which would write down what it was at build time.
  const environment = globalThis.process?.env['NODE_ENV']
  if (environment !== 'development' && environment !== 'test') {
    throw new GuestpassError(
      'option-invalid',
      'viewAs is for development: it needs a NODE_ENV of development or test. Leave it out in production.',
    )
  }
  const known = new Map(presets.map((preset) => [preset.name, preset]))
  if (known.size < presets.length)
    throw new GuestpassError('option-invalid', 'Two presets have the same name.')

  return async (request) => {
    const grant = await authorize(request)
    const name = readViewAs(cookiesOf(request))
    if (!grant || name === undefined) return grant
    const preset = known.get(name)
    if (!preset) {
      throw new ToolError(
        'preset-unknown',
        `The browser asks to view as a preset that is not there; there are ${[...known.keys()].join(', ')}.`,
      )
    }
    return { ...withPreset(grant, preset), viewer: viewerAs(grant.viewer, name) }
  }
}

function cookiesOf({ headers }: RequestWithCookies): string {
  const cookies = 'get' in headers && typeof headers.get === 'function' ? headers.get('cookie') : undefined
  return cookies ?? (headers as { readonly cookie?: string }).cookie ?? ''
}

/** Of a grant for several issuers, the parts that have a security context. */
function withPreset<G extends object>(grant: G, preset: Preset): G {
  if ('securityContext' in grant) return seenAs(grant, preset)
  const parts = Object.entries(grant).filter(
    ([, part]) => part instanceof Object && 'securityContext' in part,
  )
  if (parts.length === 0) {
    throw new GuestpassError('grant-invalid', 'The grant has no securityContext that a preset could replace.')
  }
  return { ...grant, ...Object.fromEntries(parts.map(([name, part]) => [name, seenAs(part, preset)])) }
}

/** Where the data come from is authorize's to say, unless the preset does; whose they are is the preset's alone. */
function seenAs<G extends object>(grant: G, preset: Preset): G {
  const { name: _, useQueryRewrite: __, ...seen } = preset
  const { filters: ___, roles: ____, ...own } = grant as G & Partial<Preset>
  return { ...own, ...seen } as unknown as G
}
