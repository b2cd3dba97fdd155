import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type PublicEmbeddable, startPublicEmbeddable } from '../../public/embeddable'
import { typed } from '../typed'

let service: PublicEmbeddable

beforeEach(async () => {
  service = await startPublicEmbeddable()
})

afterEach(() => service.stop())

type Reach = typeof globalThis.fetch

/** The two findings about Embeddable. */
async function doctor(words: readonly string[] = [], fetch: Reach = service.fetch) {
  const place = ['--embeddable', String(service.dashboards[0]), '--embeddable-region', 'eu']
  const { exitCode, output } = await typed(['doctor', ...place, ...words, '--json'], {
    env: { GUESTPASS_EMBEDDABLE_API_KEY: service.apiKey },
    fetch,
  })
  const [token, published] = JSON.parse(output).findings
  return { exitCode, token, published, output }
}

/** The documented answers, with another answer to paths that end so. */
function answering(pathEnd: string, status: number, body: unknown): Reach {
  return async (input, init) =>
    new URL(String(input)).pathname.endsWith(pathEnd)
      ? Response.json(body, { status })
      : service.fetch(input, init)
}

test('reports the version of each tag', async () => {
  const { exitCode, published } = await doctor()
  expect(exitCode).toBe(0)
  expect(published).toEqual({
    status: 'ok',
    id: 'embeddable-published',
    what: 'Marketing dash shows v2 as production, since 2026-11-01T10:00:00.000Z (production is v2, staging is v3)',
  })
})

describe('--embeddable-version', () => {
  test.each([
    ['staging', 'Marketing dash shows v3 as staging'],
    ['v1', 'Marketing dash has the saved version v1 (production is v2, staging is v3)'],
  ])('%s is minted and found', async (version, what) => {
    const { exitCode, token, published } = await doctor(['--embeddable-version', version])
    expect(exitCode).toBe(0)
    expect(token.status).toBe('ok')
    expect(published.what).toContain(what)
    expect(service.requests).toMatchObject([{ savedVersion: version }])
  })

  test.each(['development', 'v9'])(
    '%s that does not exist is named, with the tags that do',
    async (version) => {
      const { exitCode, token, published } = await doctor(['--embeddable-version', version])
      expect(exitCode).toBe(1)
      expect(token).toMatchObject({ status: 'fail', id: 'embeddable-unpublished' })
      expect(published).toMatchObject({ status: 'fail', id: 'embeddable-unpublished' })
      expect(published.what).toContain('production is v2, staging is v3: the embeddable ')
      expect(published.what).toContain(`has no saved version ${version}.`)
      expect(published.fix).toContain('--embeddable-version production')
    },
  )
})

test('names an embeddable that was never published', async () => {
  const { exitCode, published } = await doctor(['--embeddable', service.unpublished])
  expect(exitCode).toBe(1)
  expect(published).toMatchObject({ id: 'embeddable-unpublished' })
  expect(published.what).toContain('Of Product KPIs, published under no tag: the embeddable ')
})

test('names an unknown embeddable, with the embeddables of the workspace', async () => {
  const { published } = await doctor(['--embeddable', 'nowhere'])
  expect(published).toMatchObject({ status: 'fail', id: 'embeddable-unknown' })
  expect(published.what).toContain('Marketing dash (1e01b46f-809c-45d5-8c33-2b5f5d7502bc)')
})

test('does not report a version that is older than the list as missing', async () => {
  const list = Array.from({ length: 30 }, (_, index) => ({ version: `v${40 - index}` }))
  const fetch = answering('/saved-versions', 200, { tags: {}, 'saved-versions': list })
  const { published } = await doctor(['--embeddable-version', 'v1'], fetch)
  expect(published).toMatchObject({ status: 'skipped', what: expect.stringContaining('newest 30 versions') })
})

test.each([
  ['/embeddables', 404, {}, 'skipped embeddable-published'],
  ['/embeddables', 401, { errorMessage: 'upstream-words' }, 'skipped embeddable-published'],
  ['/embeddables', 429, {}, 'fail too-many-requests'],
  ['/saved-versions', 500, { errorMessage: 'upstream-words' }, 'skipped embeddable-published'],
  ['/saved-versions', 200, { tags: null, 'saved-versions': 'x' }, 'fail embeddable-unpublished'],
  ['/embeddables', 200, { embeddables: [null, 'x', {}] }, 'fail embeddable-unknown'],
  ['/embeddables', 200, {}, 'ok embeddable-published'],
])('%s with %i and %j is %s', async (pathEnd, status, body, expected) => {
  const { published, output } = await doctor([], answering(pathEnd, status, body))
  expect(`${published.status} ${published.id}`).toBe(expected)
  expect(output).not.toContain('upstream-words')
})

test('reports an API that cannot be reached', async () => {
  await service.stop()
  const { exitCode, published } = await doctor()
  expect(exitCode).toBe(2)
  expect(published).toMatchObject({ status: 'fail', id: 'no-answer' })
})

test.each([
  ['us', 'https://api.us.embeddable.com/'],
  ['EU', 'https://api.eu.embeddable.com/'],
  ['legacy-us', 'https://api.embeddable.com/'],
])('the region %s is asked at %s', async (region, address) => {
  await doctor(['--embeddable-region', region])
  expect(service.calls.every((call) => call.includes(` ${address}`))).toBe(true)
  expect(service.calls).toHaveLength(3)
})
