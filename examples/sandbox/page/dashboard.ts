/** A dashboard: tabs of charts, and the filters that a viewer sets in a bar beside them and by clicking in them. */

import { el } from '../../../src/testing/dom'
import { changesBetween, isNative, merge } from '../../../src/testing/fake-superset/page/mask-entries'
import type { ChartDefinition, FilterColumn, NativeFilterDefinition, TabDefinition } from '../dashboards'
import { payloadOf } from './api'
import { type Card, openCard, ROWS } from './card'
import { type ChartStates, sortBy, sortOf } from './chart-states'
import { choose, chosenIn, conditionsFor, type DataMask, emptyMask } from './data-mask'
import { openFilterBar } from './filter-bar'
import type { DashboardState } from './permalink'
import { openTabs } from './tabs'
import { UI } from './ui'

export interface DashboardInfo {
  readonly dashboard_title: string
  readonly tabs: readonly TabDefinition[]
  readonly nativeFilters: readonly NativeFilterDefinition[]
}

export interface Dashboard {
  readonly root: HTMLElement
  readonly state: DashboardState
  /** Resolves when the charts of the open tab have been asked for and drawn. */
  load(): Promise<void>
  setDataMask(dataMask: unknown): void
  /** The controls translate filters of the address that have only a value. 6.1 does so after the first drawing. */
  translateFilters(): void
  /** What the tables would be asked for. */
  payloads(chartId?: number): object
}

interface DashboardEvents {
  onDataMask(mask: object): void
  onShare(): Promise<void>
}

export function openDashboard(
  { dashboard_title, tabs, nativeFilters }: DashboardInfo,
  given: Partial<DashboardState>,
  events: DashboardEvents,
): Dashboard {
  const charts = tabs.flatMap((tab) => tab.charts)
  const first = tabs.find(({ id }) => given.activeTabs?.includes(id)) ?? (tabs[0] as TabDefinition)
  let dataMask = merge(emptyMask(charts, nativeFilters), given.dataMask)
  let chartStates: ChartStates = given.chartStates ?? {}
  let cards: readonly Card[] = []
  const chips = el('div', { className: 'chips' })
  const grid = el('div', { className: 'grid', role: 'tabpanel' })
  const filterBar = openFilterBar(nativeFilters, (entries) =>
    change(Object.fromEntries(entries.map((entry) => [entry.id, entry]))),
  )
  const tabBar = openTabs(tabs, first, (tab) => {
    openTab(tab)
    void load()
  })

  function change(entries: DataMask): void {
    const before = dataMask
    dataMask = { ...dataMask, ...entries }
    events.onDataMask({ ...dataMask, ...changesBetween(before, dataMask) })
    showFilters()
    void load()
  }

  function chooseIn({ id }: ChartDefinition, column: FilterColumn, value: string): void {
    const isChosen = chosenIn(dataMask, id).includes(value)
    change({ [id]: choose(String(id), column, isChosen ? [] : [value]) })
  }

  function payload(chart: ChartDefinition, rows = chart.rows ?? ROWS) {
    const sort = sortOf(chartStates, chart.id)
    return payloadOf(chart.id, {
      filters: conditionsFor(dataMask, chart.id),
      orderby: sort ? [[sort.colId, sort.sort === 'asc']] : [],
      row_limit: rows,
    })
  }

  function openTab(tab: TabDefinition): void {
    grid.ariaLabel = tab.label
    cards = tab.charts.map((chart) =>
      openCard(chart, {
        payload,
        chosen: ({ id }) => chosenIn(dataMask, id),
        sort: ({ id }) => sortOf(chartStates, id),
        onChoose: chooseIn,
        onSort({ id }, column) {
          chartStates = sortBy(chartStates, id, column)
          void load()
        },
      }),
    )
    grid.replaceChildren(...cards.map(({ root }) => root))
  }

  function showFilters(): void {
    filterBar.show(dataMask)
    const chosen = Object.values(dataMask).filter(({ id }) => !isNative(id) && chosenIn(dataMask, id).length)
    const buttons = chosen.map(({ id, filterState: { value } }) => {
      const text = value?.join(', ') ?? ''
      return el('button', {
        type: 'button',
        className: 'chip',
        textContent: text,
        ariaLabel: `Remove the filter ${text}`,
        onclick: () => change({ [id]: choose(id, '', []) }),
      })
    })
    chips.replaceChildren(...buttons)
  }

  async function load(): Promise<void> {
    await Promise.all(cards.map((card) => card.load()))
  }

  openTab(first)
  showFilters()
  events.onDataMask({ ...dataMask, ...changesBetween(dataMask, dataMask) })
  const share = el('button', { type: 'button', className: 'quiet', textContent: 'Copy link' })
  share.onclick = async () => {
    share.textContent = await events.onShare().then(
      () => 'Copied',
      () => 'Not copied',
    )
  }
  const header = UI.hasTitle && el('header', {}, el('h1', { textContent: dashboard_title }), share)
  const bar = el('div', { className: 'bar' }, UI.hasTabs && tabs.length > 1 && tabBar.root, chips)
  const hasFilterBar = UI.hasFilterBar && nativeFilters.length > 0
  return {
    root: el(
      'main',
      {},
      hasFilterBar && filterBar.root,
      el('div', { className: 'content' }, header, bar, grid),
    ),
    get state() {
      return { dataMask, activeTabs: [tabBar.active.id], chartStates }
    },
    load,
    setDataMask(mask) {
      const entries = Object.entries(merge(dataMask, mask)).filter(([id, entry]) => entry !== dataMask[id])
      change(Object.fromEntries(entries))
    },
    translateFilters() {
      const alone = nativeFilters.filter(({ id }) => {
        const isWritten = dataMask[id]?.extraFormData.filters !== undefined
        return chosenIn(dataMask, id).length > 0 && !isWritten
      })
      const entries = alone.map(({ id, column }) => [id, choose(id, column, chosenIn(dataMask, id))])
      if (entries.length > 0) change(Object.fromEntries(entries))
    },
    payloads(chartId) {
      const tables = charts.filter(({ kind, id }) => kind === 'orders' && (chartId ?? id) === id)
      if (chartId !== undefined && tables.length === 0) {
        const text = `Chart ${chartId} not found or is not a stateful chart`
        return { [chartId]: { error: true, message: text } }
      }
      return Object.fromEntries(tables.map((chart) => [chart.id, payload(chart)]))
    },
  }
}
