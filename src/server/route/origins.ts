/**
 * Decides which pages may request tokens. A request passes in one of four ways:
 *
 * | `Sec-Fetch-Site`            | no `Origin` | the app's `Origin` | a listed `Origin` | another `Origin` |
 * | --------------------------- | ----------- | ------------------ | ----------------- | ---------------- |
 * | none                        | passes      | passes             | passes            | refused          |
 * | `same-origin` or `none`     | passes      | passes             | passes            | passes           |
 * | `same-site`                 | refused     | passes             | passes            | refused          |
 * | `cross-site`                | refused     | refused            | passes            | refused          |
 * | any other value, or several | refused     | refused            | refused           | refused          |
 *
 * 1. A request without both headers does not come from a page: browsers send `Origin` with every cross-origin POST.
 * 2. Only the browser can write `Sec-Fetch-Site`, and it knows both origins. So `same-origin` passes although a proxy
 *    changed the host, and `cross-site` with the app's own origin is a contradiction and is refused.
 * 3. A browser without `Sec-Fetch-Site` is old, or the page is on plain HTTP. Then the app compares host and port.
 * 4. Browsers send one value of each header. Other values, and repeated headers, are not a browser's.
 */

import { GuestpassError } from '../../core/errors'
import type { AppAddress, IncomingRequest } from './incoming-request'

/** Returns the check that a request comes from an allowed page. Throws `option-invalid`. */
export function createOriginCheck(
  allowedOrigins: readonly string[],
): (request: Pick<IncomingRequest, 'header' | 'address'>) => boolean {
  // A text has `includes` too, and would then allow every part of an origin.
  if (!Array.isArray(allowedOrigins)) {
    throw new GuestpassError(
      'option-invalid',
      "allowedOrigins is not a list. Write allowedOrigins: ['https://app.example.com'].",
    )
  }
  for (const entry of allowedOrigins) checkEntry(entry)
  const listed = new Set(allowedOrigins)

  return (request) => {
    const site = request.header('sec-fetch-site')
    if (site === 'same-origin' || site === 'none') return true
    if (site !== undefined && site !== 'same-site' && site !== 'cross-site') return false
    const origin = request.header('origin')
    if (origin === undefined) return site === undefined
    if (listed.has(origin)) return true
    return site !== 'cross-site' && isOriginOf(request.address(), origin)
  }
}

/** What browsers write as an origin: a scheme, a host, perhaps a port, and nothing else. */
const ORIGIN = /^(https?):\/\/([^\s/?#\\@,]+)$/i

/**
 * Tells whether `origin` has the app's host and port.
 *
 * An app behind a proxy that ends TLS often does not know that it is requested by HTTPS. So a `Host` without a port is
 * read with the default port of the origin's scheme. An app that knows of its TLS refuses pages on plain HTTP.
 */
export function isOriginOf({ host, isHttps }: AppAddress, origin: string): boolean {
  const [, scheme = '', originHost = ''] = ORIGIN.exec(origin) ?? []
  if (!scheme || (isHttps && scheme.toLowerCase() !== 'https')) return false
  const expected = hostOf(scheme, host)
  return expected !== undefined && expected === hostOf(scheme, originHost)
}

/** The host in small letters, with its port unless that is the default of the scheme. */
function hostOf(scheme: string, host: string): string | undefined {
  const address = `${scheme}://${host}`
  return ORIGIN.test(address) && URL.canParse(address) ? new URL(address).host : undefined
}

function checkEntry(entry: unknown): void {
  if (typeof entry === 'string' && entry === originIn(entry)) return
  throw new GuestpassError(
    'option-invalid',
    `allowedOrigins contains ${shown(entry)}, which no browser sends as an Origin. ${adviceFor(entry)}`,
  )
}

/** The origin in an address, as browsers write it: apps in a shell have schemes of their own (`capacitor://localhost`). */
function originIn(address: string): string | undefined {
  if (!/^[a-z][a-z\d+.-]*:\/\/[^\s/?#\\@*]/i.test(address) || !URL.canParse(address)) return undefined
  const { protocol, host } = new URL(address)
  return host.includes('*') ? undefined : `${protocol}//${host}`
}

function adviceFor(entry: unknown): string {
  const origin = typeof entry === 'string' ? originIn(entry) : undefined
  if (origin) return `Write ${JSON.stringify(origin)}.`
  if (entry === 'null') return 'Remove it: every sandboxed page of any site sends this Origin.'
  if (typeof entry === 'string' && entry.includes('*')) return 'List each origin in full.'
  return 'Write scheme, host and port, such as "https://app.example.com".'
}

/** Without the password that an address can contain. */
function shown(entry: unknown): string {
  if (typeof entry !== 'string') return `a value of type ${typeof entry}`
  return JSON.stringify(entry.slice(0, 100).replace(/\/\/[^/]*@/, '//…@'))
}
