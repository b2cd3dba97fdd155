import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { GuestpassErrorCode } from '../../src/core/errors'
import type { ToolErrorCode } from '../../src/core/tool-error'
import { viewerSentence } from '../../src/core/viewer-sentences'

/** The compiler checks that the list is complete. */
const CODES = Object.keys({
  'session-ended': true,
  denied: true,
  'viewer-mismatch': true,
  'cross-site-refused': true,
  'request-invalid': true,
  'method-not-allowed': true,
  'payload-too-large': true,
  'unsupported-media-type': true,
  'request-timeout': true,
  'rate-limited': true,
  'authorize-failed': true,
  'grant-invalid': true,
  'issuer-refused': true,
  'issuer-unavailable': true,
  'route-unreachable': true,
  'reply-invalid': true,
  'token-undecodable': true,
  'lifetime-too-short': true,
  'token-refused': true,
  blank: true,
  unreachable: true,
  'dashboard-left': true,
  'view-incomplete': true,
  'blocked-by-csp': true,
  'timed-out': true,
  'dashboard-failed': true,
  'not-supported': true,
  'call-failed': true,
  unmounted: true,
  'cache-unavailable': true,
  'option-invalid': true,
  'peer-missing': true,
  'model-invalid': true,
  'profiles-invalid': true,
  'profile-unknown': true,
  'credential-missing': true,
  'login-refused': true,
  'not-superset': true,
  'descriptor-invalid': true,
} satisfies Record<GuestpassErrorCode | ToolErrorCode, true>)

const pageOf = (code: string) => readFileSync(`docs/errors/${code}.md`, 'utf8')

test('each code has a page, and each page a code', () => {
  const pages = globSync('docs/errors/*.md').map((file) => basename(file, '.md'))
  expect(pages.filter((page) => page !== 'index').sort()).toEqual([...CODES].sort())
})

describe.each(CODES)('the page of %s', (code) => {
  test('is called by its code, and says who sees what, why, and how to tell', () => {
    const page = pageOf(code)
    expect(page).toMatch(new RegExp(`^# ${code}\\n`))
    expect(page).toMatch(/\*\*(Viewer|Server|Developer):\*\*/)
    expect(page).toMatch(/^## Causes/m)
    expect(page).toMatch(/^## Which one it is$/m)
  })

  test('quotes the sentence that the viewer reads', () => {
    const [, quote] = /\*\*Viewer:\*\*[^"\n]*"([^"\n]+)"/.exec(pageOf(code)) ?? []
    const own = viewerSentence(code as GuestpassErrorCode)
    expect(quote ?? own).toBe(quote && !own ? 'The dashboard cannot be shown right now.' : own)
  })

  test('is listed among all of them', () => {
    expect(pageOf('index')).toContain(`[${code}](${code}.md)`)
  })
})
