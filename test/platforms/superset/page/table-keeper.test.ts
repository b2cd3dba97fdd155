import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ChannelNews } from '../../../../src/core/platform'
import type { KeptView } from '../../../../src/core/view'
import { createTableKeeper } from '../../../../src/platforms/superset/page/table-keeper'
import { pageUrl } from '../../../../src/platforms/superset/page-url'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const sortedBy = (colId: string, sort: 'asc' | 'desc' = 'asc') => ({
  state: { columnState: [{ colId, sort, sortIndex: 0, width: 100.4 }], filterModel: {} },
})
const UNSORTED = { state: { columnState: [{ colId: 'revenue', width: 100 }], filterModel: {} } }
const keptOf = (name: string, sort = 'asc') => [{ name, sort, sortIndex: 0, width: 100 }]

/** A keeper with a token route that answers with one key after the other, or as `answer` does. */
function createKeeper({ answer, hasRoute = true }: { answer?: () => Response; hasRoute?: boolean } = {}) {
  let kept: KeptView = { tab: 'TAB-a', filters: {} }
  const asked: unknown[] = []
  const warnings: string[] = []
  const write = (next: KeptView) => {
    kept = next
  }
  const closing = new AbortController()
  const onStored = vi.fn()
  const fetch = async (url: unknown, { body }: RequestInit = {}) => {
    asked.push([url, JSON.parse(String(body))])
    return answer?.() ?? Response.json({ key: `key-${asked.length}`, leftOut: [] })
  }
  const keeper = createTableKeeper(
    {
      id: 'd1',
      memory: { read: () => kept, write },
      ...(hasRoute && { route: { tokenUrl: '/guest-token?org=1', viewer: 'ana', fetch } }),
      emit: (news: ChannelNews) =>
        void warnings.push(
          news.type === 'warning' ? `${news.error.code}: ${news.error.sentence}` : news.type,
        ),
    },
    onStored,
    closing.signal,
  )
  return {
    ...{ keeper, asked, warnings, onStored, close: () => closing.abort() },
    kept: () => kept,
    address: () => pageUrl(new URL('https://bi.example.com/embedded/d1?uiConfig=1'), kept).url.href,
    rest: () => vi.advanceTimersByTimeAsync(2_000),
  }
}

describe('the tables that the viewer sorts', () => {
  test('are stored without filters, and the next start has the key beside the tab', async () => {
    const { keeper, asked, kept, address, rest, onStored } = createKeeper()
    keeper.onTables({ 33: sortedBy('revenue') })
    await vi.advanceTimersByTimeAsync(1_999)
    expect(asked).toEqual([])
    expect(onStored).not.toHaveBeenCalled()
    await rest()
    const body = { dashboard: 'd1', filters: {}, tables: { 33: keptOf('revenue') }, viewer: 'ana' }
    expect(asked).toEqual([['/guest-token/share?org=1', body]])
    expect(kept().tables).toEqual({ states: { 33: keptOf('revenue') }, permalink: 'key-1' })
    expect(onStored).toHaveBeenCalledOnce()
    expect(address()).toBe('https://bi.example.com/embedded/d1?uiConfig=1&permalink_key=key-1#TAB-a')
  })

  test('are stored once, however often they change within 2 s, and however often they are read', async () => {
    const { keeper, asked, rest } = createKeeper()
    for (const name of ['a', 'b', 'revenue']) {
      keeper.onTables({ 33: sortedBy(name) })
      await vi.advanceTimersByTimeAsync(500)
    }
    for (let reads = 0; reads < 5; reads++) {
      keeper.onTables({ 33: sortedBy('revenue') })
      await rest()
    }
    expect(asked).toHaveLength(1)
  })

  test('are kept while a page has not drawn them, and forgotten when it has them unsorted', async () => {
    const { keeper, asked, kept, address, rest } = createKeeper()
    keeper.onTables({ 33: sortedBy('revenue'), 34: sortedBy('country', 'desc') })
    await rest()
    keeper.onTables({})
    keeper.onTables(undefined)
    expect(kept().tables?.permalink).toBe('key-1')
    keeper.onTables({ 33: UNSORTED })
    expect(address()).not.toContain('permalink_key')
    await rest()
    expect(kept().tables).toEqual({ states: { 34: keptOf('country', 'desc') }, permalink: 'key-2' })
    keeper.onTables({ 34: UNSORTED })
    await rest()
    expect(kept().tables).toBeUndefined()
    expect(asked).toHaveLength(2)
  })

  test('are not stored after the page was closed', async () => {
    const { keeper, asked, kept, rest, close, onStored } = createKeeper()
    keeper.onTables({ 33: sortedBy('revenue') })
    close()
    await rest()
    expect(asked).toEqual([])
    expect(kept().tables?.permalink).toBeUndefined()
    expect(onStored).not.toHaveBeenCalled()
  })

  test('are neither kept nor stored when the code has loaded after the page was closed', async () => {
    const { keeper, asked, kept, rest, close } = createKeeper()
    close()
    keeper.onTables({ 33: sortedBy('revenue') })
    await rest()
    expect(kept().tables).toBeUndefined()
    expect(asked).toEqual([])
  })

  test('do not use a key that arrives after the page was closed, or for another state', async () => {
    let reply: (response: Response) => void = () => {}
    const answer = () =>
      new Promise<Response>((resolve) => {
        reply = resolve
      }) as never
    const { keeper, kept, rest, close } = createKeeper({ answer })
    keeper.onTables({ 33: sortedBy('revenue') })
    await rest()
    keeper.onTables({ 33: sortedBy('country') })
    reply(Response.json({ key: 'old', leftOut: [] }))
    await vi.advanceTimersByTimeAsync(0)
    expect(kept().tables?.permalink).toBeUndefined()
    await rest()
    close()
    reply(Response.json({ key: 'late', leftOut: [] }))
    await vi.advanceTimersByTimeAsync(0)
    expect(kept().tables?.permalink).toBeUndefined()
  })
})

describe('a permalink that the token route does not create', () => {
  const refuse = (status: number, code: string) => () => Response.json({ code, error: 'No.' }, { status })

  test.each([
    ['without a token route', { hasRoute: false }, /^not-supported: A permalink needs a token route/],
    ['an issuer without an account', { answer: refuse(501, 'not-supported') }, /^not-supported: /],
    ['a key of another form', { answer: () => Response.json({ key: '../x' }) }, /^reply-invalid: /],
    ['a route that is away', { answer: refuse(502, 'nonsense') }, /^[a-z-]+: /],
  ])('is one warning, and the dashboard goes on: %s', async (_name, options, warning) => {
    const { keeper, warnings, kept, rest, address } = createKeeper(options)
    for (const name of ['a', 'b']) {
      keeper.onTables({ 33: sortedBy(name) })
      await rest()
    }
    expect(warnings).toEqual([expect.stringMatching(warning)])
    expect(kept().tables?.permalink).toBeUndefined()
    expect(address()).not.toContain('permalink_key')
  })
})
