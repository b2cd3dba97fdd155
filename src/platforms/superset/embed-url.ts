import { GuestpassError } from '../../core/errors'
import { addUiConfig, type DashboardUiConfig } from './ui-config'

/**
 * The address of the embedded page; `domain` may carry a path (SUPERSET_APP_ROOT).
 *
 * @throws {GuestpassError} `option-invalid` when the domain is no http(s) address.
 */
export function embedUrl(domain: string, id: string, ui: DashboardUiConfig = {}): URL {
  try {
    const url = new URL(`${domain.replace(/\/*$/, '')}/embedded/${encodeURIComponent(id)}`)
    // Credentials, a query or a fragment have no place in it: the path would end up inside them.
    if (/^https?:\/\/[^@?#]*$/.test(url.href)) {
      addUiConfig(url, ui)
      return url
    }
  } catch {}
  throw new GuestpassError('option-invalid', 'supersetDomain is no address: write https://… in full.')
}
