/**
 * What a failure may come from. Browsers do not tell a page what its frame received, but the page knows its own scheme,
 * its isolation and the two hosts.
 */

import { originOf } from '../../../client/policy-violation'

/** The sentence for a frame in which no dashboard answers. */
export function explainUnreachable(frame: HTMLIFrameElement, origin: string): string {
  const isBlocked = isBlockedByCoep(origin) && !frame.hasAttribute('credentialless')
  // Browsers let an https page show the http pages of its own computer.
  const isMixed = location.protocol === 'https:' && /^http:(?!\/\/(localhost|127[\d.]+)(:|$))/.test(origin)
  const [page = ''] = frame.src.split('?')
  const address = page.slice(0, page.lastIndexOf('/embedded/'))
  return `No dashboard answers at ${address}: ${isBlocked ? COEP : isMixed ? MIXED : CAUSES}`
}

/**
 * Whether the Cross-Origin-Embedder-Policy of the app's page keeps the frame empty. Chromium reports each blocked frame. In
 * other browsers, only a page that also has a Cross-Origin-Opener-Policy knows that it is isolated.
 */
function isBlockedByCoep(origin: string): boolean {
  if (globalThis.crossOriginIsolated || typeof ReportingObserver === 'undefined') {
    return globalThis.crossOriginIsolated
  }
  const observer = new ReportingObserver(() => {}, { types: ['coep'], buffered: true })
  observer.observe()
  const reports = observer.takeRecords()
  observer.disconnect()
  return reports.some(({ body }) => {
    // Chromium 156 shows the fields of this body only in its JSON (measured).
    const fields = Object(body)
    const { blockedURL, disposition } = fields.toJSON?.() ?? fields
    return disposition === 'enforce' && originOf(blockedURL) === origin
  })
}

/** The sentence for a page that stays white. */
export function explainBlank(origin: string): string {
  const isOtherSite = siteOf(location.hostname) !== siteOf(new URL(origin).hostname)
  return `The dashboard stays blank: the console of its frame shows why.${isOtherSite ? STORAGE : ''}`
}

/**
 * The last two labels of a host name, or a whole IP address. Only a list of public suffixes could name the site exactly,
 * but hosts that share two labels are most often on one site.
 */
function siteOf(host: string): string {
  return /[\d\]]$/.test(host) ? host : host.split('.').slice(-2).join()
}

const COEP = 'the COEP of this page blocks the frame. Set the option credentialless.'
const MIXED = 'browsers block http in an https page. Serve Superset over https.'
const CAUSES =
  'does a browser reach Superset there (without /login, not by a container’s name), is EMBEDDED_SUPERSET on, the embed id right (no slug), and this page among the allowed domains and the frame-ancestors?'
const STORAGE = ' If this browser blocks third-party storage, serve Superset from the app’s own site.'
