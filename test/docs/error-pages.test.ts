import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type GuestpassErrorCode, kindOf } from '../../src/core/errors'
import type { ToolErrorCode } from '../../src/core/tool-error'
import { viewerSentence } from '../../src/core/viewer-sentences'

/** The compiler checks that the list is complete. */
const GUESTPASS_CODES: Record<GuestpassErrorCode, true> = {
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
}

const TOOL_CODES: Record<Exclude<ToolErrorCode, GuestpassErrorCode>, true> = {
  'peer-missing': true,
  'model-invalid': true,
  'profiles-invalid': true,
  'profile-unknown': true,
  'credential-missing': true,
  'login-refused': true,
  'not-superset': true,
  'descriptor-invalid': true,
  'snapshot-failed': true,
  'snapshot-timeout': true,
  'browser-failed': true,
}

const CODES = Object.keys({ ...GUESTPASS_CODES, ...TOOL_CODES })

const pageOf = (code: string) => readFileSync(`docs/errors/${code}.md`, 'utf8')

test('each code has a page, and each page a code', () => {
  const pages = globSync('docs/errors/*.md').map((file) => basename(file, '.md'))
  expect(pages.filter((page) => page !== 'index').sort()).toEqual([...CODES].sort())
})

describe.each(CODES)('the page of %s', (code) => {
  test('has the code as its title, and all sections', () => {
    const page = pageOf(code)
    expect(page).toMatch(new RegExp(`^# ${code}\\n`))
    expect(page).toMatch(/\*\*(Viewer|Server|Developer):\*\*/)
    expect(page).toMatch(/^## Causes/m)
    expect(page).toMatch(/^## Which one it is$/m)
  })

  test('quotes the sentence that the viewer reads', () => {
    const [, quote] = /\*\*Viewer:\*\*[^"\n]*"([^"\n]+)"/.exec(pageOf(code)) ?? []
    const sentence = viewerSentence(code as GuestpassErrorCode)
    expect(quote ?? sentence).toBe(quote && !sentence ? 'The dashboard cannot be shown right now.' : sentence)
  })

  test('is listed in the index', () => {
    expect(pageOf('index')).toContain(`[${code}](${code}.md)`)
  })
})

/** A line of facts below the heading, from the table of errors. */
function factsOf(code: GuestpassErrorCode): string {
  const { retry, audience, status } = kindOf({ code })
  const answer = status === undefined ? '' : ` The token route answers with HTTP status ${status}.`
  return `${RETRY_SENTENCES[retry]} The ${audience} can correct the cause.${answer}`
}

const RETRY_SENTENCES = {
  automatic: "guestpass tries again automatically (`error.retry` is `'automatic'`).",
  user: "The viewer can try again (`error.retry` is `'user'`).",
  never: "Another attempt does not help (`error.retry` is `'never'`).",
}

const GUESTPASS = Object.keys(GUESTPASS_CODES) as GuestpassErrorCode[]

test.each(GUESTPASS)('the page of %s has the facts of the table of errors', (code) => {
  expect(pageOf(code).split('\n')[2]).toBe(factsOf(code))
})

test('the page of the states names the errors without details', () => {
  const [, codes = ''] =
    /left out for ([^,]+), which/.exec(readFileSync('docs/theming-and-states.md', 'utf8')) ?? []
  const withoutDetails = GUESTPASS.filter((code) => kindOf({ code }).audience === 'viewer')
  expect([...codes.matchAll(/`([\w-]+)`/g)].map(([, code]) => code)).toEqual(withoutDetails)
})

test.each(['docs/errors/index.md', 'docs/reference.md'])(
  '%s has the statuses of the table of errors',
  (file) => {
    const rows = readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => {
        const [, codes = '', statuses, text] = line.split('|')
        const named = [...codes.matchAll(/\]\((?:errors\/)?([\w-]+)\.md\)/g)].map(([, code]) => code ?? '')
        const known = named.filter((code): code is GuestpassErrorCode => Object.hasOwn(GUESTPASS_CODES, code))
        return text === undefined || known.length === 0 ? [] : [{ known, statuses }]
      })
      .filter(({ statuses = '' }) => /^ (\d{3}.*)?$/.test(statuses) || statuses.trim() === '')
    for (const { known, statuses = '' } of rows) {
      const expected = known.map((code) => kindOf({ code }).status).filter((status) => status !== undefined)
      expect({ known, statuses: statuses.match(/\d{3}/g)?.map(Number) ?? [] }).toEqual({
        known,
        statuses: expected,
      })
    }
    expect(rows.flatMap(({ known }) => known)).toEqual(
      expect.arrayContaining(['session-ended', 'issuer-unavailable']),
    )
  },
)
