import { inspect } from 'node:util'
import type { GrantBase, Issuer, ParsedGrant, SupersetGrant } from 'guestpass/server'
import { decodeJwt, type JWTPayload } from 'jose'
import { expect } from 'vitest'
import type { TestPlatform } from '../e2e/platform.ts'
import { ERROR_BODIES } from '../helpers/fake-preset.ts'
import { test } from '../issuers/platform-test.ts'

/** One issuer, and what the contract has to know of the platform behind it. */
export interface IssuerSubject<G extends GrantBase> {
  readonly issuer: Issuer<G>
  /** Two at least. */
  readonly dashboards: readonly string[]
  readonly lifetimeSeconds: number
  /** A grant as an app returns it; what must never be seen anywhere is `rls-words`, where it narrows rows. */
  grantOf(viewer: string, dashboards: readonly string[]): G
  /** A grant that no issuer takes, and where it is wrong. */
  readonly wrongGrant: { readonly value: unknown; readonly paths: readonly string[] }
  readonly errorBodies: readonly unknown[]
  /** What must never be seen anywhere. */
  readonly secrets: readonly string[]
  /** What the platform believes of a token. Rejects when it does not take it. */
  verify(token: string): Promise<JWTPayload>
  /** Makes the API answer a mint with this, where an API is asked. */
  answerWith?(answer: ApiAnswer): void
  stop?(): Promise<void>
}

export interface SupersetIssuerSubject extends IssuerSubject<SupersetGrant> {
  readonly audience: string
}

export interface ApiAnswer {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

const RULES: SupersetGrant['rls'] = [
  { clause: "country='USA'" },
  { clause: 'sales > 10', datasets: [7, 9] },
  { clause: "status = 'Shipped'", datasets: [8] },
]

/** One rule of Superset for each dataset. */
const SUPERSET_RULES = [
  { clause: "country='USA'" },
  { clause: 'sales > 10', dataset: 7 },
  { clause: 'sales > 10', dataset: 9 },
  { clause: "status = 'Shipped'", dataset: 8 },
]

/** What every issuer promises, of whichever platform and whichever way it comes by its tokens. */
export function issuerContract<G extends GrantBase>(
  name: string,
  subjectOf: SubjectOf<IssuerSubject<G>>,
): void {
  const behaves = describing(name, subjectOf)

  behaves(
    'mints a token that the platform accepts, with the lifetime that the issuer reports',
    async (subject) => {
      const { token, expiresInSeconds } = await mintOne(subject)
      expect(expiresInSeconds).toBe(subject.lifetimeSeconds)
      const { exp } = await subject.verify(token)
      expect(Number(exp) - Date.now() / 1000).toBeGreaterThan(subject.lifetimeSeconds - 5)
      expect(Number(exp) - Date.now() / 1000).toBeLessThanOrEqual(subject.lifetimeSeconds)
    },
  )

  behaves('accepts the fields of a grant, and names unknown fields', async (subject) => {
    const { issuer, dashboards, wrongGrant } = subject
    for (const path of wrongGrant.paths) {
      expect(() => issuer.parseGrant(wrongGrant.value)).toThrow(path)
    }
    const grant = subject.grantOf('ana', dashboards)
    expect(issuer.parseGrant(grant)).toEqual(grant)
  })

  behaves('has a fingerprint that stays the same and contains no secret', async (subject) => {
    const fingerprint = await subject.issuer.fingerprint()
    expect(fingerprint).not.toBe('')
    await mintOne(subject)
    expect(await subject.issuer.fingerprint()).toBe(fingerprint)
    for (const secret of subject.secrets) expect(fingerprint.includes(secret)).toBe(false)
  })

  behaves('puts every dashboard into one share', async ({ issuer, dashboards, grantOf }) => {
    const many = Array.from({ length: 100 }, (_, index) => `${dashboards[0]}-${index}`)
    expect(issuer.shareOut(grantOf('ana', many), many).flat()).toEqual(many)
    expect(issuer.shareOut(grantOf('ana', many), [])).toEqual([])
  })

  behaves('keeps secrets, rules and the words of an API out of errors', async (subject) => {
    const failures: unknown[] = []
    const fail = () =>
      mintOne(subject, 'viewer-words').then(
        () => {
          throw new Error('it minted all the same')
        },
        (error) => failures.push(error),
      )
    if (subject.answerWith) {
      for (const status of [400, 401, 403, 404, 429]) {
        for (const body of subject.errorBodies) {
          const text = typeof body === 'string' ? body : JSON.stringify(body)
          subject.answerWith({ status, body: text, headers: { 'retry-after': '9' } })
          await fail()
          const isBusy = status === 429
          const isPage = status === 400 && typeof body === 'string'
          expect(failures.at(-1), `${status} ${text}`).toMatchObject(
            isBusy
              ? { code: 'issuer-unavailable', retryAfterMs: 9_000 }
              : { code: isPage ? expect.stringMatching(/^issuer-/) : 'issuer-refused' },
          )
        }
      }
      subject.answerWith({ status: 200, body: '{"token":["upstream-words"],"payload":{}}' })
      await fail()
      subject.answerWith({ status: 200, body: '<h1>upstream-words</h1>' })
      await fail()
      expect(failures.at(-1)).toMatchObject({ code: 'issuer-unavailable' })
    }
    expect(failures.length).toBe(subject.answerWith ? 22 : 0)
    const text = inspect([failures, subject.issuer], { depth: null, showHidden: true })
    for (const words of ['upstream-words', 'rls-words', 'viewer-words', ...subject.secrets]) {
      expect(text.includes(words), `an error contains "${words.slice(0, 6)}…"`).toBe(false)
    }
  })
}

/** What every issuer for Superset and Preset promises on top. */
export function supersetIssuerContract(name: string, subjectOf: SubjectOf<SupersetIssuerSubject>): void {
  issuerContract(name, subjectOf)
  const behaves = describing(name, subjectOf)

  behaves(
    'puts two dashboards, a rule for all data and two for named datasets in one token',
    async (subject) => {
      const dashboards = subject.dashboards.slice(0, 2)
      const { token } = await mint(subject, { dashboards, rls: RULES })
      expect(await subject.verify(token)).toMatchObject({
        type: 'guest',
        aud: subject.audience,
        resources: dashboards.map((id) => ({ type: 'dashboard', id })),
        rls_rules: SUPERSET_RULES,
      })
    },
  )

  behaves('puts the username, the first and the last name of the viewer into the token', async (subject) => {
    const { token } = await mint(subject, { user: { username: 'ana.b', firstName: 'Ana', lastName: 'B' } })
    expect((await subject.verify(token)).user).toEqual({
      username: 'ana.b',
      first_name: 'Ana',
      last_name: 'B',
    })
  })

  behaves('gives every viewer a different username', async (subject) => {
    const nameOf = async (viewer: string) => {
      const { token } = await mint(subject, { viewer })
      return (decodeJwt(token).user as { readonly username: string }).username
    }
    expect(await nameOf('ana@example.com')).toBe(await nameOf('ana@example.com'))
    expect(await nameOf('ana@example.com')).not.toBe(await nameOf('bob@example.com'))
    expect(await nameOf('ana@example.com')).not.toContain('ana')
  })

  behaves("mints a token without rules for 'all-rows'", async (subject) => {
    const { token } = await mint(subject, { rls: 'all-rows' })
    expect((await subject.verify(token)).rls_rules).toEqual([])
  })

  behaves('names only the field of a value that is too long', async ({ issuer }) => {
    const tooLong = grantOf({ rls: [{ clause: 'rls-words'.repeat(1_000) }], dashboards: ['d1'] })
    expect(() => issuer.shareOut(tooLong, ['d1'])).toThrow(expect.objectContaining({ code: 'grant-invalid' }))
    expect(() => issuer.shareOut(tooLong, ['d1'])).not.toThrow(/rls-words/)
  })

  behaves('keeps every token under 6,000 bytes, and cuts nothing', async (subject) => {
    const { issuer, dashboards } = subject
    // As much of rules as a token for one dashboard has room for.
    let grant = grantOf({ dashboards: dashboards.slice(0, 1), rls: RULES })
    let last = grant
    for (let length = 10; grant !== undefined; length += 10) {
      last = grant
      const others = Array.from({ length }, (_, index) => ({ clause: `note <> 'ä${index}'` }))
      const longer: ParsedGrant & SupersetGrant = {
        ...grant,
        rls: [{ clause: 'a=1', datasets: [7] }, ...others],
      }
      try {
        issuer.shareOut(longer, longer.dashboards)
        grant = longer
      } catch (error) {
        expect(error).toMatchObject({
          code: 'grant-invalid',
          message: expect.stringMatching(/^The grant's rls takes \d+ of the 6000 bytes/),
        })
        break
      }
    }
    const { token } = await issuer.mint(last, last.dashboards, new AbortController().signal)
    expect(token.length).toBeLessThanOrEqual(6_000)
    expect(token.length).toBeGreaterThan(3_000)
    expect((await subject.verify(token)).rls_rules).toHaveLength(last.rls.length)
  })
}

type SubjectOf<Subject> = (platform: TestPlatform) => Promise<Subject>

function describing<Subject extends { stop?(): Promise<void> }>(name: string, subjectOf: SubjectOf<Subject>) {
  return (what: string, run: (subject: Subject) => Promise<void>) =>
    test(`${name} ${what}`, async ({ platform }) => {
      const subject = await subjectOf(platform)
      try {
        await run(subject)
      } finally {
        await subject.stop?.()
      }
    })
}

function mintOne<G extends GrantBase>(
  { issuer, dashboards, grantOf: made }: IssuerSubject<G>,
  viewer = 'ana',
) {
  const [id = ''] = dashboards
  return issuer.mint(made(viewer, [id]), [id], new AbortController().signal)
}

/** What the two Supersets have in common, of all that the contract asks for. */
export const SUPERSET_PART = {
  grantOf: (viewer: string, dashboards: readonly string[]): SupersetGrant => ({
    viewer,
    dashboards,
    rls: [{ clause: "tenant='rls-words'" }],
  }),
  wrongGrant: {
    value: { viewer: 'ana', dashboards: ['d1'], rls: [{ clause: 'a=1', datasource: 7 }], rows: 'all' },
    paths: ['rows is not known', 'rls[0].datasource is not known'],
  },
  errorBodies: ERROR_BODIES,
}

function grantOf(others: Partial<ParsedGrant & SupersetGrant>): ParsedGrant & SupersetGrant {
  return { viewer: 'ana', dashboards: [], rls: 'all-rows', ...others }
}

function mint(
  { issuer, dashboards }: SupersetIssuerSubject,
  others: Partial<ParsedGrant & SupersetGrant> = {},
) {
  const grant = grantOf({ dashboards, ...others })
  return issuer.mint(grant, grant.dashboards, new AbortController().signal)
}
