import { GuestpassError } from '../../core/errors'
import type { ThemeOptions } from './theme'
import { addUiConfig, type DashboardUiConfig } from './ui-config'

/** The options that the address of the embedded page carries, except what the viewer looks at: see page-url. */
export interface AddressOptions {
  /** What the page shows around the charts, and parameters that charts read from the address. */
  readonly dashboardUiConfig?: DashboardUiConfig | undefined
  /**
   * One of Superset's `LANGUAGES`, for example `de`. From 6.1 on the page asks for the translation before it has a token,
   * so *Public* needs `can_language_pack on Superset` (measured). @default Superset's own
   */
  readonly locale?: string | undefined
}

/**
 * The query of the embedded page's address. Preset, and Superset after 6.1, apply a theme mode in the address while they load
 * (apache/superset#40760). Older releases ignore it (measured), so the mode is also set when the page has connected.
 *
 * @throws {GuestpassError} `option-invalid`
 */
export function readAddressOptions({
  dashboardUiConfig,
  locale,
  themeMode,
}: AddressOptions & ThemeOptions): URLSearchParams {
  const query = new URLSearchParams()
  // The name that Flask-AppBuilder reads.
  if (locale) query.set('_l_', locale)
  if (themeMode) query.set('themeMode', themeMode)
  addUiConfig(query, dashboardUiConfig)
  return query
}

/**
 * The address of the embedded page.
 *
 * @param domain may contain a path (SUPERSET_APP_ROOT)
 * @throws {GuestpassError} `option-invalid` when the domain is not an http(s) address, or the id cannot be an embed id.
 */
export function embedUrl(domain: string, id: string, query: URLSearchParams): URL {
  // Embed ids of Superset are UUIDs. Dots, slashes and lone surrogates would change the path or break it.
  if (!/^[\w-]+$/.test(id)) {
    throw new GuestpassError(
      'option-invalid',
      'id is not an embed id. Copy the UUID of "Embed dashboard", not a slug.',
    )
  }
  const href = `${domain.replace(/\/*$/, '')}/embedded/${id}`
  try {
    const url = new URL(href)
    // Credentials, a query or a fragment in the domain would swallow the path.
    if (/^https?:\/\/[^@?#]*$/.test(url.href)) {
      url.search = String(query)
      return url
    }
  } catch {}
  throw new GuestpassError('option-invalid', 'supersetDomain is not an address. Write https://… in full.')
}
