import { describe, expect, test } from 'vitest'
import type { AppAddress } from '../../src/server/route/incoming-request'
import { createOriginCheck, isOriginOf } from '../../src/server/route/origins'

const APP: AppAddress = { host: 'app.example.com', isHttps: true }
const OWN = 'https://app.example.com'
const LISTED = 'https://www.example.com'
const FOREIGN = 'https://evil.example'

/** Whether a request passes, as the app at `address` sees its two headers. */
function passes(site: string | undefined, origin: string | undefined, address = APP): boolean {
  const headers: Readonly<Record<string, string | undefined>> = { 'sec-fetch-site': site, origin }
  return createOriginCheck([LISTED])({ header: (name) => headers[name], address: () => address })
}

describe('the table in the source', () => {
  test.each([
    //                            none   own    listed foreign
    [undefined, /*             */ [true, true, true, false]],
    ['same-origin', /*         */ [true, true, true, true]],
    ['none', /*                */ [true, true, true, true]],
    ['same-site', /*           */ [false, true, true, false]],
    ['cross-site', /*          */ [false, false, true, false]],
    // No browser sends these: odd values, and headers that were repeated and joined.
    ...[
      '',
      ' ',
      'x',
      'null',
      'Same-Origin',
      'SAME-ORIGIN',
      'None',
      'Cross-Site',
      'same_origin',
      ' same-origin',
      'same-origin;',
      '"same-origin"',
      '?1',
      'same-origin, same-origin',
      'cross-site, same-origin',
      'same-origin, cross-site',
      'none, none',
    ].map((site) => [site, [false, false, false, false]] as const),
  ] as const)('Sec-Fetch-Site %j', (site, expected) => {
    expect([undefined, OWN, LISTED, FOREIGN].map((origin) => passes(site, origin))).toEqual(expected)
  })
})

describe.each([undefined, 'same-site', 'cross-site'])('with Sec-Fetch-Site %j', (site) => {
  test.each([
    'null',
    '',
    ' ',
    '//',
    'x:',
    'about:blank',
    'file://',
    'file://app.example.com',
    'chrome-extension://app.example.com',
    'moz-extension://app.example.com',
    'blob:https://app.example.com',
    'data:text/html,x',
    'javascript://app.example.com',
    'ftp://app.example.com',
    'wss://app.example.com',
    'app.example.com',
    '//app.example.com',
    'https:app.example.com',
    'https:/app.example.com',
    'https:///app.example.com',
    'https://app.example.com/',
    'https://app.example.com/path',
    'https://app.example.com?query',
    'https://app.example.com#fragment',
    'https://app.example.com\\@evil.example',
    'https://app.example.com@evil.example',
    'https://user@app.example.com',
    'https://user:password@app.example.com',
    'https://app.example.com.evil.example',
    'https://evil-app.example.com',
    'https://sub.app.example.com',
    'https://example.com',
    'https://app.example.com.',
    'https://app.example.com:80',
    'https://app.example.com:8443',
    'https://app.example.com:99999',
    'https://app.example.com:x',
    'https://evil.example/app.example.com',
    'https://app.example.com, https://evil.example',
    'https://evil.example, https://app.example.com',
    'https://app.example.com, https://app.example.com',
    'https://app.example.com https://evil.example',
    'https://app.example.com,',
    'https://app.example.com\t',
    `${LISTED}/`,
    `${LISTED}, ${LISTED}`,
    'https://WWW.example.com',
    'https://www.example.com:443',
    // The app knows that it is requested by HTTPS.
    'http://app.example.com',
    'http://app.example.com:443',
  ])('refuses the Origin %j', (origin) => {
    expect(passes(site, origin)).toBe(false)
  })
})

describe('the app’s own origin', () => {
  test.each([
    ['app.example.com', 'https://app.example.com'],
    ['app.example.com', 'http://app.example.com'],
    ['App.Example.COM', 'https://app.example.com'],
    ['app.example.com', 'https://App.Example.COM'],
    ['app.example.com', 'HTTPS://app.example.com'],
    ['app.example.com:443', 'https://app.example.com'],
    ['app.example.com', 'https://app.example.com:443'],
    ['app.example.com:80', 'http://app.example.com'],
    ['app.example.com', 'http://app.example.com:80'],
    ['app.example.com:8080', 'http://app.example.com:8080'],
    ['app.example.com:8080', 'https://app.example.com:8080'],
    ['localhost:3000', 'http://localhost:3000'],
    ['127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['192.168.178.20:5173', 'http://192.168.178.20:5173'],
    ['[::1]:3000', 'http://[::1]:3000'],
    ['[::1]', 'http://[::1]'],
    ['[2001:DB8:0:0::1]', 'https://[2001:db8::1]'],
    ['bücher.example', 'https://xn--bcher-kva.example'],
  ])('host %s, Origin %s', (host, origin) => {
    expect(isOriginOf({ host, isHttps: false }, origin)).toBe(true)
    expect(isOriginOf({ host, isHttps: true }, origin)).toBe(/^https/i.test(origin))
  })

  test.each([
    ['app.example.com', 'https://app.example.com:8080'],
    ['app.example.com:8080', 'https://app.example.com'],
    ['app.example.com:80', 'https://app.example.com'],
    ['app.example.com:443', 'http://app.example.com'],
    ['localhost:3000', 'http://localhost:5173'],
    ['localhost:3000', 'http://localhost'],
    ['localhost:3000', 'http://127.0.0.1:3000'],
    ['localhost', 'http://localhost.evil.example'],
    ['[::1]:3000', 'http://[::1]:3001'],
    ['[::1]:3000', 'http://::1:3000'],
    ['', 'https://'],
    ['', 'null'],
    ['app.example.com/evil', 'https://app.example.com'],
    ['evil@app.example.com', 'https://app.example.com'],
    ['app.example.com#', 'https://app.example.com'],
    ['app.example.com, evil.example', 'https://app.example.com'],
    [' app.example.com', 'https://app.example.com'],
  ])('not host %j with Origin %j', (host, origin) => {
    expect(isOriginOf({ host, isHttps: false }, origin)).toBe(false)
  })
})

describe('an entry of allowedOrigins', () => {
  test.each([
    'https://app.example.com',
    'http://localhost:5173',
    'http://192.168.178.20:5173',
    'http://[::1]:3000',
    'https://xn--bcher-kva.example',
    // Apps in a native shell.
    'capacitor://localhost',
    'chrome-extension://abcdefghijklmnop',
  ])('%s is accepted', (entry) => {
    expect(() => createOriginCheck([entry])).not.toThrow()
  })

  test.each([
    ['https://app.example.com/', '"https://app.example.com"'],
    ['https://app.example.com/path', '"https://app.example.com"'],
    ['https://app.example.com?a=b', '"https://app.example.com"'],
    ['https://app.example.com#a', '"https://app.example.com"'],
    ['https://user:password@app.example.com', '"https://app.example.com"'],
    ['https://App.example.com', '"https://app.example.com"'],
    ['HTTPS://app.example.com', '"https://app.example.com"'],
    ['https://app.example.com:443', '"https://app.example.com"'],
    ['http://app.example.com:80', '"http://app.example.com"'],
    ['https://bücher.example', '"https://xn--bcher-kva.example"'],
    [' https://app.example.com', 'Write scheme, host and port'],
    ['app.example.com', 'Write scheme, host and port'],
    ['//app.example.com', 'Write scheme, host and port'],
    ['localhost:3000', 'Write scheme, host and port'],
    ['https://', 'Write scheme, host and port'],
    ['file://', 'Write scheme, host and port'],
    ['', 'Write scheme, host and port'],
    ['*', 'List each origin in full'],
    ['https://*', 'List each origin in full'],
    ['https://*.example.com', 'List each origin in full'],
    ['null', 'every sandboxed page'],
    [null, 'of type object'],
    [undefined, 'of type undefined'],
    [/example/, 'of type object'],
    [new URL('https://app.example.com'), 'of type object'],
  ])('%j is refused, with what to write', (entry, advice) => {
    const make = () => createOriginCheck(['https://good.example.com', entry as string])
    expect(make).toThrow(
      expect.objectContaining({ code: 'option-invalid', message: expect.stringContaining(advice) }),
    )
    if (typeof entry === 'string') expect(make).toThrow(JSON.stringify(entry.replace('user:password', '…')))
    expect(make).not.toThrow(/password/)
  })
})
