import { GuestpassError } from '../../core/errors'
import { filterMasks } from './native-filters'
import { toRison } from './rison'
import type { NativeFilters } from './types'
import { addUiConfig, type DashboardUiConfig } from './ui-config'

/** What the address of the embedded page says of the dashboard. */
export interface AddressOptions {
  /** What of the dashboard is shown beside its charts, and what else its address says. */
  readonly dashboardUiConfig?: DashboardUiConfig | undefined
  /** What the dashboard's own filters are set to, by their id (`NATIVE_FILTER-…`). */
  readonly nativeFilters?: NativeFilters | undefined
  /**
   * One of the `LANGUAGES` that Superset is set up with, `de` for one. From 6.1 on its page asks for the translation before
   * it has a token, and so *Public* needs `can_language_pack on Superset` (measured). @default Superset's own
   */
  readonly locale?: string | undefined
}

/**
 * The address of the embedded page; `domain` may carry a path (SUPERSET_APP_ROOT).
 *
 * @throws {GuestpassError} `option-invalid` when the domain is no http(s) address, or an option is not right.
 */
export function embedUrl(domain: string, id: string, options: AddressOptions = {}): URL {
  const address = `${domain.replace(/\/*$/, '')}/embedded/${encodeURIComponent(id)}`
  // Credentials, a query or a fragment have no place in it: the path would end up inside them.
  if (!URL.canParse(address) || !/^https?:\/\/[^@?#]*$/.test(new URL(address).href)) {
    throw new GuestpassError('option-invalid', 'supersetDomain is no address: write https://… in full.')
  }
  const url = new URL(address)
  const { dashboardUiConfig = {}, nativeFilters, locale } = options
  // Flask-AppBuilder's own name for it.
  if (locale) url.searchParams.set('_l_', locale)
  if (nativeFilters) url.searchParams.set('native_filters', toRison(filterMasks(nativeFilters)))
  addUiConfig(url, dashboardUiConfig)
  return url
}
