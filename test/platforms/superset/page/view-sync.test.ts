import { beforeEach, describe, expect, test, vi } from 'vitest'
import { GuestpassError } from '../../../../src/core/errors'
import { keptAfter } from '../../../../src/core/kept-after'
import type { ChannelNews } from '../../../../src/core/platform'
import type { KeptView } from '../../../../src/core/view'
import { checkView } from '../../../../src/platforms/superset/page/check-view'
import { createFilterTranslation } from '../../../../src/platforms/superset/page/filter-translation'
import { createViewSync } from '../../../../src/platforms/superset/page/view-sync'

const A = 'NATIVE_FILTER-a'
const written = (values: readonly string[]) => ({
  extraFormData: { filters: [{ col: 'country', op: 'IN', val: values }] },
  filterState: { value: values },
})
const maskOf = (values: readonly string[]) => ({ [A]: { id: A, ...written(values), ownState: {} } })

/** A view with an app that wants something, and a page that answers. */
function createView(wanted: KeptView['wanted'] = { filters: {} }, kept: KeptView = {}) {
  let current = keptAfter(kept, wanted)
  let next = wanted
  const warnings: string[] = []
  const callbacks = {
    onNativeFiltersChange: vi.fn(),
    onViewChange: vi.fn(),
    onSelect: undefined,
    resolvePermalinkUrl: undefined,
  }
  const memory = {
    read: () => current,
    write(view: KeptView) {
      current = view
    },
  }
  const emit = (news: ChannelNews) =>
    void warnings.push(news.type === 'warning' ? `${news.error.code}: ${news.error.sentence}` : '')
  const view = createViewSync(memory, () => ({ wanted: next, callbacks }))
  const { untranslatedIds, translate } = createFilterTranslation({ memory, emit })
  const check = (get: Parameters<typeof checkView>[1]) =>
    checkView({ memory, emit }, get, new AbortController().signal)
  return {
    ...{ view: { ...view, untranslatedIds, translate, check }, memory, warnings, callbacks },
    want(value: NonNullable<KeptView['wanted']>) {
      next = value
    },
  }
}

/** A page of a release, with what it answers. */
function pageOf(release: '4.1' | '6.0' | '6.1', answers: Record<string, unknown> = {}) {
  const since: Record<string, string> = { getDataMask: '6.0', getChartStates: '6.1', setDataMask: '6.2' }
  return vi.fn(async (method: string) => {
    if ((since[method] ?? '') > release) throw new GuestpassError('not-supported', method)
    return answers[method] ?? {}
  })
}

describe('the view that the page reports', () => {
  test('is kept, and a change is passed on with values only', () => {
    const { view, memory, callbacks } = createView()
    view.onTabs(['TAB-b', 'TAB-b1'])
    view.onDataMask(maskOf(['USA']))
    expect(memory.read()).toMatchObject({ tab: 'TAB-b1', filters: { [A]: written(['USA']) } })
    expect(callbacks.onViewChange).not.toHaveBeenCalled()
    view.onDataMask(maskOf(['Japan']))
    expect(callbacks.onNativeFiltersChange.mock.calls).toEqual([[{ [A]: ['Japan'] }]])
    view.onTabs(['TAB-c'])
    expect(callbacks.onViewChange.mock.calls).toEqual([
      [{ tab: 'TAB-b1', filters: { [A]: ['Japan'] } }],
      [{ tab: 'TAB-c', filters: { [A]: ['Japan'] } }],
    ])
  })

  test('is kept and followed even if a callback of the app throws', async () => {
    const { view, memory, callbacks } = createView()
    const uncaught: unknown[] = []
    const onUncaught = (error: unknown) => void uncaught.push(error)
    process.on('uncaughtException', onUncaught)
    const fail = () => {
      throw new Error('of the app')
    }
    callbacks.onViewChange.mockImplementation(fail)
    callbacks.onNativeFiltersChange.mockImplementation(fail)
    view.onTabs(['TAB-a'])
    expect(view.onTabs(['TAB-b'])).toBe(true)
    view.onDataMask(maskOf(['USA']))
    view.onDataMask(maskOf(['Japan']))
    await new Promise((resolve) => setTimeout(resolve))
    process.off('uncaughtException', onUncaught)
    expect(memory.read()).toMatchObject({ tab: 'TAB-b', filters: { [A]: written(['Japan']) } })
    expect(callbacks.onViewChange).toHaveBeenCalledTimes(2)
    expect(uncaught).toHaveLength(3)
  })

  test('knows the part of the address that has changed since the last start', () => {
    const { view } = createView()
    view.onTabs(['TAB-a'])
    view.onDataMask(maskOf(['USA']))
    expect(view.changedPart()).toBe('none')
    view.onTabs(['TAB-b'])
    expect(view.changedPart()).toBe('fragment')
    view.onDataMask(maskOf(['Japan']))
    expect(view.changedPart()).toBe('query')
    view.onTabs(['TAB-a'])
    expect(view.changedPart()).toBe('query')
    view.onStart()
    expect(view.changedPart()).toBe('none')
    view.onStored()
    expect(view.changedPart()).toBe('query')
  })

  test('keeps the tab of the other group of tabs over a new document, as the same view', () => {
    const { view, memory, callbacks } = createView()
    view.onTabs(['TAB-left1', 'TAB-right1'])
    view.onTabs(['TAB-left2', 'TAB-right1'])
    view.onTabs(['TAB-left2', 'TAB-right2'])
    view.onTabs(['TAB-left1', 'TAB-right2'])
    view.onDocument()
    view.onTabs(['TAB-left1', 'TAB-right1'])
    expect(memory.read().tab).toBe('TAB-left1')
    expect(callbacks.onViewChange.mock.calls.map(([{ tab }]) => tab)).toEqual([
      'TAB-left2',
      'TAB-right2',
      'TAB-left1',
    ])
  })

  test('has no filter that never had a value, and a cleared filter as null', () => {
    const { view, memory, callbacks } = createView()
    const unset = { id: 'NATIVE_FILTER-b', extraFormData: {}, filterState: {}, ownState: {} }
    view.onTabs(['TAB-a'])
    view.onDataMask({ ...maskOf(['USA']), 'NATIVE_FILTER-b': unset })
    expect(Object.keys(memory.read().filters ?? {})).toEqual([A])
    view.onDataMask({ [A]: { ...unset, id: A }, 'NATIVE_FILTER-b': unset })
    expect(callbacks.onViewChange.mock.calls).toEqual([[{ tab: 'TAB-a', filters: { [A]: null } }]])
    expect(callbacks.onNativeFiltersChange.mock.calls).toEqual([[{ [A]: null, 'NATIVE_FILTER-b': null }]])
  })

  test.each([undefined, null, [], [7], 'TAB-x', new Error('late')])('%j is not a tab', (tabs) => {
    const { view, memory, callbacks } = createView()
    view.onTabs(['TAB-a'])
    view.onTabs(tabs)
    expect(memory.read().tab).toBe('TAB-a')
    expect(callbacks.onViewChange).not.toHaveBeenCalled()
  })

  test('is not a change when only the label or the state of a table differs', () => {
    const { view, callbacks } = createView()
    view.onDataMask(maskOf(['USA']))
    view.onDataMask({
      [A]: { ...written(['USA']), filterState: { value: ['USA'], label: 'USA', excludeFilterValues: true } },
      7: { ownState: { clientView: { rows: ['secret'] } } },
    })
    expect(callbacks.onViewChange).not.toHaveBeenCalled()
  })

  test('of a page without data masks is only the tab', () => {
    const { view, callbacks } = createView()
    view.onTabs(['TAB-a'])
    view.onTabs(['TAB-b'])
    expect(callbacks.onViewChange.mock.calls).toEqual([[{ tab: 'TAB-b' }]])
  })
})

describe('a filter that is written as only a value', () => {
  const signal = new AbortController().signal
  beforeEach(() => {
    vi.useFakeTimers()
    return () => vi.useRealTimers()
  })

  test('is translated by the page of 6.1, which then has to start again', async () => {
    const { view, memory } = createView({ filters: { [A]: ['USA'] } })
    expect(view.untranslatedIds()).toEqual([A])
    const answers: Record<string, unknown> = { getDataMask: { [A]: { filterState: { value: ['USA'] } } } }
    const translating = view.translate([A], pageOf('6.1', answers), signal)
    await vi.advanceTimersByTimeAsync(300)
    answers['getDataMask'] = maskOf(['USA'])
    await vi.advanceTimersByTimeAsync(100)
    expect(await translating).toBe(true)
    expect(memory.read().filters).toEqual({ [A]: written(['USA']) })
    expect(view.untranslatedIds()).toEqual([])
    expect(await view.translate([A], pageOf('6.1', answers), signal)).toBe(false)
  })

  test.each(['4.1', '6.0'] as const)('is not waited for on %s, which never translates', async (release) => {
    const { view } = createView({ filters: { [A]: ['USA'] } })
    expect(await view.translate([A], pageOf(release), signal)).toBe(false)
  })

  test('is not waited for when the dashboard does not have it', async () => {
    const { view } = createView({ filters: { 'NATIVE_FILTER-z': ['USA'] } })
    const page = pageOf('6.1', { getDataMask: maskOf([]) })
    expect(await view.translate(['NATIVE_FILTER-z'], page, signal)).toBe(false)
  })

  test('is waited for as long as for a page that shows nothing, because the queries of controls can be slow', async () => {
    const { view, warnings } = createView({ filters: { [A]: ['USA'] } })
    const answers: Record<string, unknown> = {}
    const translating = view.translate([A], pageOf('6.1', answers), signal)
    await vi.advanceTimersByTimeAsync(14_000)
    answers['getDataMask'] = maskOf(['USA'])
    await vi.advanceTimersByTimeAsync(100)
    expect(await translating).toBe(true)
    expect(warnings).toEqual([])
  })

  test('is given up after 15 s, with a warning that the charts may be unfiltered', async () => {
    const { view, warnings } = createView({ filters: { [A]: ['nobody'] } })
    const translating = view.translate([A], pageOf('6.1'), signal)
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await translating).toBe(false)
    expect(warnings).toEqual([expect.stringMatching(/^view-incomplete: /)])
  })

  test('is translated by the next document when the document before went away meanwhile', async () => {
    const { view } = createView({ filters: { [A]: ['USA'] } })
    const closing = new AbortController()
    void view.translate([A], pageOf('6.1'), closing.signal)
    await vi.advanceTimersByTimeAsync(300)
    closing.abort()
    await vi.advanceTimersByTimeAsync(300)
    expect(await view.translate([A], pageOf('6.1', { getDataMask: maskOf(['USA']) }), signal)).toBe(true)
  })

  test('is translated beside a range that was cleared', async () => {
    const { view } = createView({ filters: { [A]: ['USA'], 'NATIVE_FILTER-range': [null, null] as never } })
    const mask = { ...maskOf(['USA']), 'NATIVE_FILTER-range': { filterState: { value: [null, null] } } }
    const ids = view.untranslatedIds()
    expect(await view.translate(ids, pageOf('6.1', { getDataMask: mask }), signal)).toBe(true)
    expect(view.untranslatedIds()).toEqual([])
  })

  test.each([
    ['a cleared filter', null],
    ['a whole mask', written(['USA'])],
  ])('does not concern %s', (_what, value) => {
    expect(createView({ filters: { [A]: value } }).view.untranslatedIds()).toEqual([])
  })
})

describe('a tab or filter that the dashboard does not have', () => {
  test('is a warning that names it', async () => {
    const { view, warnings } = createView({ tab: 'TAB-z', filters: { [A]: null, 'NATIVE_FILTER-z': null } })
    await view.check(pageOf('6.1', { getDataMask: maskOf([]), getActiveTabs: ['TAB-a'] }))
    expect(warnings).toEqual([
      'option-invalid: The dashboard has no filter NATIVE_FILTER-z: see nativeFilters and view.',
      'option-invalid: The dashboard has no tab TAB-z: see activeTab and view.',
    ])
  })

  test('is not reported for a viewer who went on to another tab', async () => {
    const { view, warnings } = createView(
      { tab: 'TAB-a', filters: {} },
      { tab: 'TAB-b', wanted: { tab: 'TAB-a', filters: {} } },
    )
    await view.check(pageOf('6.1', { getActiveTabs: ['TAB-b'] }))
    expect(warnings).toEqual([])
  })

  test('is a filter with only a value, before 6.1', async () => {
    const { view, warnings } = createView({ filters: { [A]: ['USA'], 'NATIVE_FILTER-b': written(['x']) } })
    await view.check(pageOf('6.0'))
    expect(warnings).toEqual([
      expect.stringMatching(/^not-supported: Before Superset 6\.1 NATIVE_FILTER-a must/),
    ])
  })
})

describe('when the app changes its options', () => {
  const page = pageOf('6.1')

  async function ready(wanted: NonNullable<KeptView['wanted']> = { filters: {} }) {
    const created = createView(wanted)
    created.view.onTabs(['TAB-a', 'TAB-a1'])
    created.view.onDataMask(maskOf(['USA']))
    return created
  }

  test.each([
    ['another tab', { tab: 'TAB-b', filters: {} }, { tab: 'TAB-b', filters: { [A]: written(['USA']) } }],
    ['another filter', { filters: { [A]: ['Japan'] } }, { filters: { [A]: written(['Japan']) } }],
  ])('%s starts the page again with it', async (_what, next, kept) => {
    const { view, want, memory } = await ready()
    want(next)
    expect(await view.update(page)).toBe(true)
    expect(memory.read()).toMatchObject(kept)
  })

  test.each([
    ['what the viewer looks at', { tab: 'TAB-a1', filters: { [A]: ['USA'] } }],
    ['the outer tab of the open tab', { tab: 'TAB-a', filters: {} }],
    ['the same as before', { filters: {} }],
  ])('%s changes nothing', async (_what, next) => {
    const { view, want } = await ready()
    want(next)
    expect(await view.update(page)).toBe(false)
  })

  test.each(['4.1', '6.1'] as const)(
    'what %s reported changes nothing, also with a filter that the page does not report',
    async (release) => {
      const Z = 'NATIVE_FILTER-z'
      const whole = { 'NATIVE_FILTER-whole': written(['x']) }
      const wanted = { tab: 'TAB-a', filters: { ...whole, [Z]: ['old'] } }
      const { view, want, callbacks } = createView(wanted)
      view.onTabs(['TAB-a'])
      if (release === '6.1') view.onDataMask(maskOf(['USA']))
      expect(await view.update(pageOf(release))).toBe(false)
      view.onTabs(['TAB-b'])
      const [reported] = callbacks.onViewChange.mock.lastCall ?? []
      const known = release === '6.1' ? { [A]: ['USA'] } : {}
      expect(reported).toEqual({ tab: 'TAB-b', filters: { [Z]: ['old'], ...known } })
      want({ tab: reported.tab, filters: { ...whole, ...reported.filters } })
      expect(await view.update(pageOf(release))).toBe(false)
      want({ tab: reported.tab, filters: { ...whole, ...known } })
      // A page before 6.0 may have applied the filter, so that it has to start again without it.
      expect(await view.update(pageOf(release))).toBe(release === '4.1')
    },
  )

  test('a released filter gets its default by a new start', async () => {
    const { view, want, memory } = await ready({ filters: { [A]: ['USA'] } })
    want({ filters: {} })
    expect(await view.update(page)).toBe(true)
    expect(memory.read().filters).toEqual({})
  })

  test('a page that can set filters is not started again', async () => {
    const { view, want } = await ready()
    const later = vi.fn(async () => ({}))
    want({ filters: { [A]: ['Japan'] } })
    expect(await view.update(later)).toBe(false)
    expect(later).toHaveBeenCalledWith('setDataMask', {
      dataMask: { [A]: { id: A, extraFormData: {}, filterState: { value: ['Japan'] } } },
    })
  })
})

describe('a permalink', () => {
  test('starts the page again when it is another, and not when the app passes back what the viewer changed', async () => {
    const { view, want, callbacks } = createView({ filters: {}, permalink: 'first' })
    view.onTabs(['TAB-a'])
    view.onDataMask(maskOf(['USA']))
    expect(await view.update(pageOf('6.1'))).toBe(false)

    view.onDataMask(maskOf(['Japan']))
    const [reported] = callbacks.onViewChange.mock.lastCall ?? []
    expect(reported).toEqual({ tab: 'TAB-a', filters: { [A]: ['Japan'] } })
    want(reported)
    expect(await view.update(pageOf('6.1'))).toBe(false)

    want({ filters: {}, permalink: 'second' })
    expect(await view.update(pageOf('6.1'))).toBe(true)
  })

  test('starts the page again without it, when the app wants the view of the dashboard', async () => {
    const { view, want, memory } = createView({ filters: {}, permalink: 'first' })
    view.onDataMask(maskOf(['USA']))
    want({ filters: {} })
    expect(await view.update(pageOf('6.1'))).toBe(true)
    expect(memory.read()).toMatchObject({ filters: {}, wanted: { filters: {} } })
  })

  test('stays in the view that a page before 6.0 reports, which does not report its filters', () => {
    const { view, callbacks } = createView({ filters: {}, permalink: 'first' })
    view.onTabs(['TAB-a'])
    view.onTabs(['TAB-b'])
    expect(callbacks.onViewChange.mock.calls).toEqual([[{ tab: 'TAB-b', permalink: 'first' }]])
  })
})
