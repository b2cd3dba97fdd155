import { describe, expect, test, vi } from 'vitest'
import { GuestpassError } from '../../../../src/core/errors'
import type { ChannelNews } from '../../../../src/core/platform'
import type { KeptView } from '../../../../src/core/view'
import { shareLink } from '../../../../src/platforms/superset/page/share-link'
import { createViewSync } from '../../../../src/platforms/superset/page/view-sync'
import { parseView } from '../../../../src/platforms/superset/view-text'

const A = 'NATIVE_FILTER-a'
const B = 'NATIVE_FILTER-b'
const PAGE = 'https://app.example.com/sales?year=2024#top'

const filter = (value: unknown) => ({
  extraFormData: { filters: [{ col: 'country', op: 'IN', val: value }] },
  filterState: { value },
  ownState: { clientView: { rows: [{ secret: 'row-value' }] } },
})

/** Shares from a page of a release with these filters. */
async function share(
  mask: object,
  {
    args,
    release = '6.1',
    tabs = ['TAB-b', 'TAB-b2'],
    url = PAGE,
    before,
    answer,
    charts = {},
  }: ShareSetUp = {},
) {
  const warnings: string[] = []
  const emit = (news: ChannelNews) =>
    void warnings.push(news.type === 'warning' ? `${news.error.code}: ${news.error.sentence}` : news.type)
  const ownerDocument = { URL: url, baseURI: url }
  const frame = {
    ownerDocument,
    src: 'https://bi.example.com/embedded/7d25?uiConfig=16&native_filters=()#TAB-a',
  }
  const since: Record<string, string> = { getDataMask: '6.0', getChartStates: '6.1' }
  const get = vi.fn(async (method: string) => {
    if ((since[method] ?? '') > release) throw new GuestpassError('not-supported', method)
    return { getActiveTabs: tabs, getDataMask: mask, getChartStates: charts }[method]
  })
  const asked: unknown[] = []
  const fetch = async (_url: unknown, { body }: RequestInit = {}) => {
    asked.push(JSON.parse(String(body)))
    return Response.json(await answer?.())
  }
  // The viewer had chosen something before it was cleared.
  let kept: KeptView = { filters: { [B]: { extraFormData: {}, filterState: { value: null } } } }
  const memory = {
    read: () => kept,
    write(next: KeptView) {
      kept = next
    },
  }
  const view = createViewSync(memory, () => ({ wanted: { filters: {} }, callbacks: {} as never }))
  if (before) view.onTabs(before)
  const context = {
    id: 'd1',
    frame: frame as never,
    memory,
    view,
    emit,
    route: answer && { tokenUrl: '/guest-token', fetch },
  }
  const link = new URL(await shareLink(context, get, args))
  return { link, view: parseView(link.searchParams.get('view')), warnings, asked }
}

interface ShareSetUp {
  readonly args?: unknown
  readonly release?: '4.1' | '5.0' | '6.0' | '6.1'
  readonly tabs?: unknown
  /** The open tabs when the page was last asked. */
  readonly before?: unknown
  readonly url?: string
  /** What the page answers to `getChartStates`. */
  readonly charts?: object
  /** What the token route answers to a request for a permalink. */
  readonly answer?: () => Promise<unknown>
}

test('the link is the address of the page, with the innermost tab and every filter', async () => {
  const { link, view, warnings } = await share({
    [A]: filter(['USA']),
    [B]: { extraFormData: {}, filterState: {} },
  })
  expect(view).toEqual({ tab: 'TAB-b2', filters: { [A]: ['USA'], [B]: null } })
  expect(link.searchParams.get('year')).toBe('2024')
  expect(link.hash).toBe('#top')
  expect(warnings).toEqual([])
})

test('the link has the tab that the viewer opened last, beside other groups of tabs', async () => {
  const { view } = await share({}, { before: ['TAB-a', 'TAB-other'], tabs: ['TAB-b', 'TAB-other'] })
  expect(view).toEqual({ tab: 'TAB-b' })
})

test('a filter that never had a value is not in the link, because null would hide all rows', async () => {
  expect((await share({ [A]: { extraFormData: {}, filterState: {} } })).view).toEqual({ tab: 'TAB-b2' })
})

test('neither rows, nor queries, nor clicks into charts are in the link', async () => {
  const { link, view } = await share({ [A]: filter(['USA']), 7: filter(['Spain']) })
  expect(view.filters).toEqual({ [A]: ['USA'] })
  expect(decodeURIComponent(link.href)).not.toMatch(/row-value|country|Spain|extraFormData/)
})

test('a link from a page that was opened by a link has one view', async () => {
  const { link } = await share(
    { [A]: filter(['USA']) },
    { url: 'https://app.example.com/?view=TAB-x&view=TAB-y' },
  )
  expect(link.searchParams.getAll('view')).toHaveLength(1)
})

test.each([
  ['https://other.example.com/reports', 'https://other.example.com/reports'],
  ['/reports?id=7', 'https://app.example.com/reports?id=7'],
  [new URL('https://app.example.com/a'), 'https://app.example.com/a'],
])('the link leads to the url %s', async (url, address) => {
  const { link } = await share({}, { args: { url, parameter: 'v' }, tabs: ['TAB-a'] })
  const expected = new URL(address)
  expected.searchParams.set('v', 'TAB-a')
  expect(link.href).toBe(expected.href)
})

test.each(['javascript:alert(1)', 'about:blank', 'data:text/html,x', 'https://', 'mailto:a@example.com'])(
  'the url %s is refused with option-invalid',
  async (url) => {
    await expect(share({}, { args: { url } })).rejects.toMatchObject({ code: 'option-invalid' })
    // The page of the app, in a frame without an address.
    await expect(share({}, { url })).rejects.toMatchObject({ code: 'option-invalid' })
  },
)

test.each(['4.1', '5.0'] as const)('the link of a %s page has the tab, and a warning', async (release) => {
  const { view, warnings } = await share({ [A]: filter(['USA']) }, { release })
  expect(view).toEqual({ tab: 'TAB-b2' })
  expect(warnings).toEqual([expect.stringMatching(/^not-supported: .*6\.1/)])
})

test('a 6.0 page without a chosen filter is shared without a warning', async () => {
  const cleared = { extraFormData: {}, filterState: {} }
  const { view, warnings } = await share({ [B]: cleared }, { release: '6.0' })
  expect(view).toEqual({ tab: 'TAB-b2', filters: { [B]: null } })
  expect(warnings).toEqual([])
})

test('a page of 6.1 that does not answer rejects, because the link would lack its filters', async () => {
  const mask = new GuestpassError('call-failed', 'getDataMask failed')
  await expect(share(Promise.reject(mask) as never)).rejects.toBe(mask)
})

test.each([
  ['tabs that are not a list', 'TAB-b'],
  ['a tab with a mark of addresses', ['TAB-b?native_filters=()']],
  ['no tab', []],
])('a page that reports %s is shared without a tab', async (_what, tabs) => {
  expect((await share({ [A]: filter(['USA']) }, { tabs })).view).toEqual({ filters: { [A]: ['USA'] } })
})

describe('the link has at most 4,000 bytes', () => {
  const wide = (length: number) => Array.from({ length }, (_, index) => `O'value ~ ${index} 日本`)

  test.each([
    ['a filter is wide', PAGE, wide(300)],
    ['its page would need more', PAGE, wide(60)],
    ['the app’s own address is long', `https://app.example.com/?${'a'.repeat(3_900)}`, wide(2)],
  ])('and %s is left out with a warning, when that is so', async (_when, url, values) => {
    const { link, view, warnings } = await share({ [A]: filter(values), [B]: filter([1]) }, { url })
    expect(link.href.length - link.hash.length).toBeLessThanOrEqual(4_000)
    expect(view.tab).toBe('TAB-b2')
    expect(view.filters).not.toHaveProperty(A)
    expect(warnings).toEqual([
      expect.stringMatching(/^not-supported: .*tokenUrl/),
      expect.stringMatching(/^view-incomplete: .*NATIVE_FILTER-a/),
    ])
  })

  test('and a filter whose id or value has another form is left out with a warning', async () => {
    const mask = { [A]: filter([{ a: 1 }]), [B]: filter(['x']), "NATIVE_FILTER-')\u001b[31m": filter(['y']) }
    const { view, warnings } = await share(mask)
    expect(view.filters).toEqual({ [B]: ['x'] })
    expect(warnings).toEqual([expect.stringMatching(/NATIVE_FILTER-a, NATIVE_FILTER-…\.$/)])
  })
})

describe('a permalink', () => {
  const key = 'Abc-123_xyz'
  const wide = Array.from({ length: 300 }, (_, index) => `value ${index}`)
  const mask = { [A]: filter(wide), [B]: filter([1]), 7: filter(['Spain']) }
  const answer = async () => ({ key, leftOut: [] })

  test('has the filters that do not fit into the link, and the link has its key and the tab', async () => {
    const { link, view, warnings, asked } = await share(mask, { answer })
    expect(view).toEqual({ tab: 'TAB-b2', permalink: key })
    expect(link.href.length).toBeLessThan(200)
    expect(warnings).toEqual([])
    expect(asked).toEqual([{ dashboard: 'd1', filters: { [A]: wide, [B]: [1] } }])
  })

  test('has the filters of a 6.0 page, which an address cannot restore', async () => {
    const { view, warnings } = await share({ [A]: filter(['USA']) }, { release: '6.0', answer })
    expect(view).toEqual({ tab: 'TAB-b2', permalink: key })
    expect(warnings).toEqual([])
  })

  test('is not requested for a view that fits, and not for a page that does not report its filters', async () => {
    expect((await share({ [A]: filter(['USA']) }, { answer })).asked).toEqual([])
    expect((await share({ [A]: filter([{}]) }, { answer })).asked).toEqual([])
    expect((await share(mask, { answer, release: '5.0' })).asked).toEqual([])
  })

  test('without a filter that the dashboard server does not know is a warning', async () => {
    const { view, warnings } = await share(mask, { answer: async () => ({ key, leftOut: [B] }) })
    expect(view.permalink).toBe(key)
    expect(warnings).toEqual([expect.stringMatching(/^view-incomplete: .*permalink.*NATIVE_FILTER-b/)])
  })

  test.each([
    ['an issuer without an account', new GuestpassError('not-supported', 'no account'), 'not-supported'],
    ['a dashboard that is not granted', new GuestpassError('denied', 'no grant'), 'denied'],
    ['a route that is down', new TypeError('Failed to fetch'), 'route-unreachable'],
  ])('that fails because of %s is a warning, and the link has what fits', async (_why, error, code) => {
    const { view, warnings } = await share(mask, { answer: () => Promise.reject(error) })
    expect(view).toEqual({ tab: 'TAB-b2', filters: { [B]: [1] } })
    expect(warnings.map((text) => text.split(':')[0])).toEqual([code, 'view-incomplete'])
  })

  test.each([
    [null],
    ['key'],
    [{}],
    [{ key: 7 }],
    [{ key: 'a&native_filters=()' }],
    [{ key: 'k'.repeat(101) }],
  ])('is not read from the reply %j', async (reply) => {
    const { view, warnings } = await share(mask, { answer: async () => reply })
    expect(view).toEqual({ tab: 'TAB-b2', filters: { [B]: [1] } })
    expect(warnings[0]).toMatch(/^reply-invalid/)
  })
})

describe('interactive tables', () => {
  const tableOf = (filterModel: object = {}) => ({
    33: { state: { columnState: [{ colId: 'total', sort: 'desc', sortIndex: 0 }], filterModel } },
  })
  const tables = { 33: [{ name: 'total', sort: 'desc', sortIndex: 0 }] }
  const mask = { [A]: filter(['USA']) }

  test('a sorted table is shared with a permalink that has the filters too', async () => {
    const answer = async () => ({ key: 'Abc-1', leftOut: [] })
    const { view, warnings, asked } = await share(mask, { charts: tableOf(), answer })
    expect(asked).toEqual([{ dashboard: 'd1', filters: { [A]: ['USA'] }, tables }])
    expect(view).toEqual({ tab: 'TAB-b2', permalink: 'Abc-1' })
    expect(warnings).toEqual([])
  })

  test('without a token route the link has the filters, and a warning names the table', async () => {
    const { view, warnings } = await share(mask, { charts: tableOf() })
    expect(view).toEqual({ tab: 'TAB-b2', filters: { [A]: ['USA'] } })
    expect(warnings).toEqual([
      expect.stringMatching(/^not-supported: A permalink needs a token route/),
      expect.stringMatching(/^view-incomplete: share: the sorting of .* These are left out: table 33\.$/),
    ])
  })

  test('a table that the route leaves out is named', async () => {
    const answer = async () => ({ key: 'Abc-1', leftOut: ['33'] })
    const { view, warnings } = await share(mask, { charts: tableOf(), answer })
    expect(view).toEqual({ tab: 'TAB-b2', permalink: 'Abc-1' })
    expect(warnings).toEqual([expect.stringMatching(/^view-incomplete: .* These are left out: table 33\.$/)])
  })

  test('a filter in the head of a column stays out of the link and of the request, with a warning', async () => {
    const answer = async () => ({ key: 'Abc-1', leftOut: [] })
    const charts = tableOf({ total: { filter: 'secret' } })
    const { warnings, asked } = await share(mask, { charts, answer })
    expect(JSON.stringify(asked)).not.toContain('secret')
    expect(warnings).toEqual([expect.stringMatching(/^view-incomplete: share: a table is filtered/)])
  })

  test('a page before 6.1 is not asked for tables', async () => {
    const answer = async () => ({ key: 'Abc-1', leftOut: [] })
    const { asked } = await share(mask, { release: '6.0', charts: tableOf(), answer })
    expect(asked).toEqual([{ dashboard: 'd1', filters: { [A]: ['USA'] } }])
  })
})
