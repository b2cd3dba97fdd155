import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { answerLink, guestTokenHandler } from '../../src/server'
import { HOSTILE_PATHS } from '../helpers/hostile-paths'
import { grant, issuer } from './token-route.contract'

/** As a framework with a file for each path calls it, at any path. */
const get = (query: string, path = '/guest-token/link') =>
  answerLink(new Request(`https://app.example.com${path}${query}`))

test('answers like the token route', async () => {
  const route = guestTokenHandler({ issuer, authorize: () => grant, onDenied() {} })
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  for (const query of ['?to=/orders/1', '', '?to=/a&to=/b', '?to=//evil.example']) {
    const [answer, expected] = await Promise.all([
      get(query),
      route(new Request(`https://app.example.com/guest-token/link${query}`)),
    ])
    expect(answer.status).toBe(expected.status)
    expect([...answer.headers]).toEqual([...expected.headers])
    expect(await answer.text()).toBe(await expected.text())
  }
})

test('answers at the path of its file', async () => {
  expect((await get('?to=/orders/1', '/api/dashboards/go')).status).toBe(200)
})

test('warns about a wrong link once, without its path', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  for (const to of HOSTILE_PATHS) await get(`?${new URLSearchParams({ to })}`)
  expect(warn.mock.calls.length).toBeLessThan(2)
  expect(warn.mock.calls.join()).not.toContain('evil.example')
})

test('is documented byte for byte, for back-ends in other languages', async () => {
  const answer = await get('?to=/orders/1')
  const docs = readFileSync('docs/links.md', 'utf8')
  expect(docs).toContain(`\n\n${await answer.text()}\n\`\`\`\n`)
  for (const [name, value] of answer.headers) {
    expect(docs.toLowerCase()).toContain(`\n${name}: ${value}\n`.toLowerCase())
  }
})
