import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ChannelContext } from '../../../../src/platforms/superset/page/channel-context'
import { openPage } from '../../../../src/platforms/superset/page/embedded-page'
import {
  createFakeContext,
  createFakeFrame,
  LOADING,
  pass,
  READY,
  settlePorts,
  useFakeTimers,
} from '../../../helpers/fake-frame'

const any = Object.getOwnPropertyDescriptor(AbortSignal, 'any')

beforeEach(() => {
  useFakeTimers()
  vi.stubGlobal('location', new URL('https://app.example.com/'))
  // Safari before 17.4 and Chrome before 116 do not have it, and Node has no ResizeObserver.
  Reflect.deleteProperty(AbortSignal, 'any')
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  if (any) Object.defineProperty(AbortSignal, 'any', any)
})

type Settings = Partial<ReturnType<ChannelContext['settings']>>

/** Opens a page whose answers the test sets, before the page has answered for the first time. */
function open(
  answers: Record<string, unknown>,
  options: Partial<ChannelContext> = {},
  settings: Settings = {},
) {
  const { frame, load } = createFakeFrame()
  const { context, reports } = createFakeContext(frame, options)
  const events = {
    onConnected: () => reports.push('connected'),
    onGone: () => reports.push('gone'),
    onRestart: () => reports.push('silent'),
  }
  let opened: ReturnType<typeof openPage> | undefined
  frame.addEventListener('load', () => {
    opened = openPage({ ...context, settings: () => ({ ...context.settings(), ...settings }) }, events)
  })
  const document = load()
  for (const name of Object.keys(document.answers)) delete document.answers[name]
  Object.assign(document.answers, answers)
  const page = opened as unknown as ReturnType<typeof openPage>
  const calls = (method?: string) =>
    document.received.filter(
      (message) => message.method !== 'guestToken' && (!method || message.method === method),
    )
  return { page, document, reports, calls }
}

test.each([
  ['6.0', { 7: { filterState: { value: null } } }, { reportsFilters: true, hasSelection: false }],
  ['6.0', { 7: { filterState: { value: ['USA'] } } }, { reportsFilters: true, hasSelection: true }],
  ['6.0', {}, { reportsFilters: true, hasSelection: false }],
  ['5.0', undefined, { reportsFilters: false, hasSelection: false }],
])('reads the view of a page of %s (data mask %j)', async (_release, mask, expected) => {
  const masks: object[] = []
  const tabs: unknown[] = []
  const view = {
    ...createFakeContext(createFakeFrame().frame).context.view,
    onDataMask: (next: object) => void masks.push(next),
    onTabs: (next: unknown) => tabs.push(next) > 0,
  }
  const { page, document } = open({ ...READY, ...(mask && { getDataMask: mask }) }, { view })
  if (!mask) document.refused.add('getDataMask')
  await settlePorts()
  expect(await page.readView()).toEqual(expected)
  expect(tabs).toEqual([['TAB-1']])
  expect(masks).toEqual(mask && Object.keys(mask).length > 0 ? [mask] : [])
  page.close()
})

test.each([
  ['a refresh reads the view', 'none', (page: ReturnType<typeof openPage>) => page.readView()],
  ['the size is measured', 'fitted', async () => {}],
] as const)(
  'a page that is closed while %s reports no view, because its viewer may have left',
  async (_when, sizing, read) => {
    const seen: unknown[] = []
    const view = {
      ...createFakeContext(createFakeFrame().frame).context.view,
      onDataMask: (mask: object) => void seen.push(mask),
      onTabs: (tabs: unknown) => seen.push(tabs) > 0,
    }
    const tables = { isWanted: () => true, onTables() {} }
    const { page, document } = open({ ...READY }, { view, tables, sizing: () => sizing })
    await settlePorts()
    page.authenticate('token')
    await pass(500)
    seen.length = 0
    delete document.answers['getDataMask']
    const reading = read(page)
    await pass(500)
    seen.length = 0
    page.close()
    await reading.catch(() => {})
    await settlePorts()
    expect(seen).toEqual([])
  },
)

test('asks for the size, sets the theme, and is connected, in this order and before any token', async () => {
  const theme = { themeMode: 'dark' } as const
  const { page, document, reports } = open({ ...LOADING, setThemeMode: { success: true } }, {}, { theme })
  await settlePorts()
  expect(document.received.map(({ method }) => method)).toEqual(['getScrollSize', 'setThemeMode'])
  expect(reports).toEqual(['connected'])
  page.authenticate('token')
  await settlePorts()
  expect(document.received[2]).toMatchObject({ method: 'guestToken', args: { guestToken: 'token' } })
  page.close()
})

test('a page that does not answer is not connected', async () => {
  const { page, reports } = open({})
  await pass(20_000)
  expect(reports).toEqual([])
  page.close()
})

test('a page that is closed while it connects reports nothing more', async () => {
  const { page, reports } = open(LOADING)
  page.close()
  await pass(20_000)
  expect(reports).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})

describe('readiness', () => {
  const DATA_MASK = { 1: { id: '1' }, crossFiltersChanged: false, nativeFiltersChanged: false }

  test.each<[what: string, answers: object]>([
    ['getDataMask has entries', { getDataMask: { 1: { id: '1' } } }],
    ['getActiveTabs has entries', { getActiveTabs: ['TAB-1'] }],
  ])('comes when %s', async (_what, answers) => {
    const { page, document, reports } = open(LOADING)
    await settlePorts()
    page.authenticate('token')
    await pass(1_000)
    expect(reports).toEqual(['connected'])
    Object.assign(document.answers, answers)
    await pass(1_000)
    expect(reports).toEqual(['connected', 'ready'])
    page.close()
  })

  test('comes at once when the page emits its data mask', async () => {
    const { page, document, reports } = open(LOADING)
    await settlePorts()
    page.authenticate('token')
    await pass(500)
    document.emit('observeDataMask', DATA_MASK)
    await settlePorts()
    expect(reports).toEqual(['connected', 'ready'])
    page.close()
  })

  test.each([null, 7, 'text', []])('does not come when the page emits %j', async (emitted) => {
    const { page, document, reports } = open(LOADING)
    await settlePorts()
    page.authenticate('token')
    document.emit('observeDataMask', emitted)
    await pass(1_000)
    expect(reports).toEqual(['connected'])
    page.close()
  })

  test.each<[method: string, wrong: unknown]>([
    ['getDataMask', 'rubbish'],
    ['getDataMask', { 1: null }],
    ['getDataMask', [7]],
    ['getActiveTabs', { 0: 'TAB-1' }],
    ['getActiveTabs', [null]],
    ['getActiveTabs', 'TAB-1'],
  ])('does not come when %s returns %j', async (method, wrong) => {
    const { page, reports } = open({ ...LOADING, [method]: wrong })
    await settlePorts()
    page.authenticate('token')
    await pass(2_000)
    expect(reports).toEqual(['connected'])
    page.close()
  })

  test('a page that emits its data mask by itself is measured twice a second, and its frame keeps its height', async () => {
    let shortened = 0
    const fit = {
      show() {},
      refit() {},
      fit() {},
      fill() {},
      widen() {},
      restore() {},
      shorten() {
        shortened++
        return () => {}
      },
    }
    const { page, calls } = open(LOADING, { fit })
    await settlePorts()
    page.authenticate('token')
    await settlePorts()
    const before = calls().length
    await pass(3_000)
    // Three questions at a time: the data mask, the tabs and the size.
    expect(calls().length - before).toBeLessThanOrEqual(3 * 6)
    expect(shortened).toBe(0)
    page.close()
  })

  test('the height of one line of text in two answers is a refused token, reported once', async () => {
    const { page, document, reports } = open(LOADING)
    await settlePorts()
    page.authenticate('token')
    document.answers.getScrollSize = { width: 800, height: 18 }
    await pass(5_000)
    expect(reports).toEqual(['connected', 'token-refused'])
    page.close()
  })

  test.each([
    [0, 'blank'],
    [600, 'timed-out'],
  ])(
    'a height of %d px after 15 s is %s, and a dashboard that comes later is ready',
    async (height, code) => {
      const { page, document, reports } = open({ ...LOADING, getScrollSize: { width: 800, height } })
      await settlePorts()
      page.authenticate('token')
      await pass(14_500)
      expect(reports).toEqual(['connected'])
      await pass(5_000)
      expect(reports).toEqual(['connected', code])
      Object.assign(document.answers, READY)
      await pass(1_000)
      expect(reports.at(-1)).toBe('ready')
      page.close()
    },
  )
})

describe('a permalink of the page', () => {
  async function ask(resolvePermalinkUrl: unknown, args: unknown) {
    const callbacks = { resolvePermalinkUrl, onNativeFiltersChange: undefined } as never
    const { page, document } = open(LOADING, {}, { callbacks })
    await settlePorts()
    document.ask('resolvePermalinkUrl', args)
    await settlePorts()
    page.close()
    return document.received.at(-1)
  }

  test.each<[what: string, resolve: unknown, args: unknown, result: unknown]>([
    ['the address of the app', ({ key }: { key: string }) => `/shared/${key}`, { key: 'k' }, '/shared/k'],
    ['null without a callback', undefined, { key: 'k' }, null],
    ['null when the callback returns another type', () => () => {}, { key: 'k' }, null],
    ['null for a key of another type', () => '/shared', { key: {} }, null],
    ['null without arguments', () => '/shared', undefined, null],
  ])('gets %s', async (_what, resolve, args, result) => {
    expect(await ask(resolve, args)).toEqual({ switchboardAction: 'reply', messageId: 'page-1', result })
  })
})
