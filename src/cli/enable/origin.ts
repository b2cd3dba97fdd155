import { parseUrl } from '../parse-url'
import { misuse } from '../words'

export interface Origin {
  /** As a browser's Referer begins, which Superset compares it with. */
  readonly origin: string
  /** The scheme that was left out, and is there now. */
  readonly added?: 'https' | 'http'
}

/**
 * Reads what `--allow` names: the scheme, host and port of the app's pages.
 *
 * @throws {ToolError} `option-invalid` for whatever Superset would compare with and never find
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
    throw refuse('Superset knows no wildcards. Name each origin, or --allow-everybody.')
  }
  const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(value)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    throw refuse('pages that show dashboards come by http or https.')
  }
  const added = scheme === undefined ? schemeFor(value) : undefined
  const url = value.startsWith('/') ? undefined : parseUrl(added ? `${added}://${value}` : value)
  if (!url || !isHost(url.hostname, scheme !== undefined)) {
    throw refuse('that is no origin, write https://app.example.com.')
  }
  if (url.pathname !== '/' || url.search || url.hash) {
    throw refuse(`an origin ends after its host and port. All pages of it: --allow ${url.origin}`)
  }
  return added ? { origin: url.origin, added } : { origin: url.origin }
}

/** Without one, a machine of one's own speaks http, and everybody else https. */
export function schemeFor(value: string): 'https' | 'http' {
  return /^(?:([^/?#]*\.)?localhost|127(\.\d+){3}|\[::1\])(:|\/|$)/i.test(value) ? 'http' : 'https'
}

/** A bare word may be anything; who means the host of that name writes its scheme. */
function isHost(hostname: string, hasScheme: boolean): boolean {
  return hasScheme || /[.:]|^localhost$/.test(hostname)
}
