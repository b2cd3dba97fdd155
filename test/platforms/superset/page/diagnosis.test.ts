import { afterEach, expect, test, vi } from 'vitest'
import { explainBlank, explainUnreachable } from '../../../../src/platforms/superset/page/diagnosis'

afterEach(() => vi.unstubAllGlobals())

const frameOf = (isCredentialless: boolean, src = 'https://bi.example.com/embedded/an-id?uiConfig=16') => {
  const hasAttribute = (name: string) => isCredentialless && name === 'credentialless'
  return { hasAttribute, src } as HTMLIFrameElement
}

test.each([
  ['https://app.example.com', 'https://bi.example.com', false, false, 'frame-ancestors'],
  ['http://app.example.com', 'http://bi.example.com', false, false, 'frame-ancestors'],
  ['https://app.example.com', 'http://bi.example.com', false, false, 'over https'],
  // Browsers do not block the http pages of their own computer.
  ['https://app.example.com', 'http://localhost:8088', false, false, 'frame-ancestors'],
  ['https://app.example.com', 'http://127.0.0.1:8088', false, false, 'frame-ancestors'],
  ['https://app.example.com', 'http://localhost.example.com', false, false, 'over https'],
  ['https://app.example.com', 'https://bi.example.com', true, false, /COEP.*credentialless/],
  ['https://app.example.com', 'https://bi.example.com', true, true, 'frame-ancestors'],
])(
  '%s shows %s, isolated: %s, credentialless: %s: the report names %s',
  (app, superset, isIsolated, isCredentialless, named) => {
    vi.stubGlobal('location', new URL(app))
    vi.stubGlobal('crossOriginIsolated', isIsolated)
    const sentence = explainUnreachable(frameOf(isCredentialless), superset)
    expect(sentence).toMatch(/^No dashboard answers/)
    expect(sentence).toMatch(named)
    const others = ['frame-ancestors', 'over https', /COEP/].filter(
      (other) => String(other) !== String(named),
    )
    for (const other of others)
      if (!(other instanceof RegExp && isIsolated)) expect(sentence).not.toMatch(other)
  },
)

test.each([
  ['a container', 'http://superset:8088'],
  ['a page', 'https://bi.example.com/superset/welcome'],
  ['the embedded page', 'https://bi.example.com/embedded/7d25f551'],
])('the report on the address of %s contains the address', (_, domain) => {
  vi.stubGlobal('location', new URL('http://app.example.com'))
  vi.stubGlobal('crossOriginIsolated', false)
  const src = `${domain}/embedded/an-id?native_filters=(a:(b:/embedded/))#TAB-1`
  expect(explainUnreachable(frameOf(false, src), new URL(domain).origin)).toContain(
    `No dashboard answers at ${domain}: does a browser reach Superset there (without /login, not by a container’s name)`,
  )
})

test.each([
  ['http://app.example.com', 'http://bi.example.com', false],
  ['https://example.com', 'https://bi.example.com:8088', false],
  ['https://a.b.example.com', 'https://bi.example.com', false],
  ['http://localhost:3000', 'http://localhost:8088', false],
  ['http://10.0.0.1:3000', 'http://10.0.0.1:8088', false],
  ['http://[::1]:3000', 'http://[::1]:8088', false],
  ['https://app.example.com', 'https://bi.example.eu', true],
  ['https://app.example.com', 'https://example.org', true],
  ['http://localhost:3000', 'http://127.0.0.1:8088', true],
  ['http://10.0.0.1', 'http://10.1.0.1', true],
  ['http://[::1]', 'http://[::2]', true],
  ['http://app.localhost', 'http://bi.localhost', true],
])('a blank dashboard of %s on %s: storage may be the reason: %s', (app, superset, isNamed) => {
  vi.stubGlobal('location', new URL(app))
  const sentence = explainBlank(superset)
  expect(sentence).toMatch(/stays blank/)
  expect(/If this browser blocks third-party storage/.test(sentence)).toBe(isNamed)
})
