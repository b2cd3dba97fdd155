import { expect, test, vi } from 'vitest'
import { createGuestData } from '../../../src/server/rows/guest-data'

const { signal } = new AbortController()
const url = 'https://bi.example.com/superset'

test('the token is in the header of a guest, and nowhere else', async () => {
  const fetch = vi.fn(async () => Response.json({ result: [] }))
  await createGuestData({ url, fetch })('the-token', { queries: [] }, signal)
  await createGuestData({ url, fetch, guestTokenHeader: 'X-Other' })('the-token', { queries: [] }, signal)
  const calls = fetch.mock.calls as unknown as readonly (readonly [string, RequestInit])[]
  expect(calls.map(([address]) => address)).toEqual(Array(2).fill(`${url}/api/v1/chart/data`))
  expect(calls.map(([, { headers }]) => headers)).toEqual([
    { 'content-type': 'application/json', 'X-GuestToken': 'the-token' },
    { 'content-type': 'application/json', 'X-Other': 'the-token' },
  ])
  expect(calls[0]?.[1].body).toBe('{"queries":[]}')
})

test('an answer of more than 8 MB is refused', async () => {
  const fetch = async () => new Response(new Uint8Array(8_000_001))
  const asking = createGuestData({ url, fetch })('the-token', {}, signal)
  await expect(asking).rejects.toMatchObject({ code: 'issuer-unavailable' })
  await expect(asking).rejects.not.toThrow(/the-token/)
})

test.each(['', 'X Guest', 'X-Guest\nCookie', 7, null])(
  '%j is not the name of a header',
  (guestTokenHeader) => {
    expect(() => createGuestData({ url, guestTokenHeader: guestTokenHeader as string })).toThrow(
      /guestTokenHeader/,
    )
  },
)
