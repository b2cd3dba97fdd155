import { parseUrl } from '../parse-url'
import { misuse } from '../words'

export interface Origin {
  /** The start of a browser's Referer, which Superset compares with the allowed domain. */
  readonly origin: string
  /** The scheme that was added, because it was missing. */
  readonly added?: 'https' | 'http'
}

/**
 * Reads what `--allow` names: the scheme, host and port of the app's pages.
 *
 * @throws {ToolError} `option-invalid` for a value that Superset would never find in a Referer
 */
export function readOrigin(value: string): Origin {
  const refuse = (why: string) => misuse(`--allow ${value}: ${why}`)
  if (value.trim() === '')
    throw misuse('--allow is empty: name the origin of the app, https://app.example.com.')
  if (/^([^/?#]*\/\/)?[^/?#]*@/.test(value)) {
    throw misuse('--allow takes an origin, without username and password.')
  }
  if (/[\s,;]/.test(value)) throw refuse('one origin at a time, --allow may be given again.')
  if (value.includes('*')) {
    throw refuse('Superset does not support wildcards. Name each origin, or give --allow-everybody.')
  }
  const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(value)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    throw refuse('pages that show dashboards come by http or https.')
  }
  const added = scheme === undefined ? schemeFor(value) : undefined
  const url = value.startsWith('/') ? undefined : parseUrl(added ? `${added}://${value}` : value)
  if (!url || !isHost(url.hostname, scheme !== undefined)) {
    throw refuse('this is not an origin, write https://app.example.com.')
  }
  if (url.pathname !== '/' || url.search || url.hash) {
    throw refuse(`an origin ends after its host and port. All pages of it: --allow ${url.origin}`)
  }
  return added ? { origin: url.origin, added } : { origin: url.origin }
}

/** The scheme of a value without a scheme: http for this machine, https for every other host. */
export function schemeFor(value: string): 'https' | 'http' {
  return /^(?:([^/?#]*\.)?localhost|127(\.\d+){3}|\[::1\])(:|\/|$)/i.test(value) ? 'http' : 'https'
}

/** A name without a dot, such as `intranet`, can be a mistake. It is a host only with a scheme in front: `http://intranet`. */
function isHost(hostname: string, hasScheme: boolean): boolean {
  return hasScheme || /[.:]|^localhost$/.test(hostname)
}
