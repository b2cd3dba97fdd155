/** What a page gets from `{tokenUrl}/rows`: from the fake of `guestpass/testing`, and from the route on a real Superset. */

import { describe, expect, test } from 'vitest'

export interface RowsRoute {
  /** Posts a body to `{tokenUrl}/rows`. The viewer `ana` is signed in, and sees the USA with 270,000. */
  ask(body: object): Promise<Response>
  /** Ends the session of the viewer. */
  signOut(): void
}

/**
 * @param setUp makes a route with the query `revenue`: the columns `country` and `revenue_sum`, in this order, and the optional
 * parameter `country`
 */
export function rowsRouteContract(setUp: () => RowsRoute): void {
  const asked = { name: 'revenue', params: { country: 'USA' } }
  const USA = { country: 'USA', revenue_sum: 270_000 }
  const read = async (answer: Promise<Response>) => {
    const response = await answer
    return [response.status, await response.json()] as const
  }

  describe('the rows route', () => {
    test('answers each query with its rows, its columns and a time', async () => {
      const result = {
        rows: [USA],
        columns: [
          { name: 'country', type: 'text' },
          { name: 'revenue_sum', type: 'number' },
        ],
        isTruncated: false,
        asOf: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      }
      const [status, body] = await read(setUp().ask({ queries: [asked, asked], viewer: 'ana' }))
      expect([status, body]).toEqual([200, { results: [result, result] }])
    })

    test('answers a query that it does not define with a code, and the others with rows', async () => {
      const { results } = (
        await read(setUp().ask({ queries: [{ name: 'nope' }, asked, { name: '__proto__' }] }))
      )[1]
      const refused = { code: 'request-invalid', message: expect.any(String) }
      expect(results).toEqual([refused, expect.objectContaining({ rows: [USA] }), refused])
    })

    test('answers another viewer with viewer-mismatch', async () => {
      const [status, { code }] = await read(setUp().ask({ queries: [asked], viewer: 'bob' }))
      expect([status, code]).toEqual([409, 'viewer-mismatch'])
    })

    test('answers after the end of the session with session-ended', async () => {
      const route = setUp()
      route.signOut()
      const [status, { code }] = await read(route.ask({ queries: [asked] }))
      expect([status, code]).toEqual([401, 'session-ended'])
    })
  })
}
