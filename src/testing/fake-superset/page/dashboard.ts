/** What a viewer sees: tabs of charts over the rows that their token opens, and a filter beside them. */

import { el } from '../../dom'
import { drawCards, TABS, type TabId } from './cards'
import { choose, chosenIn, type DataMask, EMPTY_MASK, withEntries } from './data-mask'
import { changesBetween, merge } from './mask-entries'
import { SALES, type Sale, totalsBy } from './sales'

/** What a permalink keeps. */
export interface DashboardState {
  readonly dataMask: DataMask
  readonly activeTabs: readonly string[]
}

export interface Dashboard {
  readonly root: HTMLElement
  readonly state: DashboardState
  /** Asks for the rows again. */
  load(): void
  /** Changes these entries of the data mask, as when a viewer sets filters. */
  changeMask(entries: object): void
}

export interface DashboardContext {
  readonly query: URLSearchParams
  readonly given: { readonly dataMask?: unknown; readonly activeTabs?: readonly string[] }
  /** The countries that the token of this moment opens; `undefined` when it opens nothing. */
  countries(): readonly string[] | 'all-rows' | undefined
  onDataMask(mask: object): void
}

export function openDashboard({ query, given, countries, onDataMask }: DashboardContext): Dashboard {
  const bits = Number(query.get('uiConfig') ?? 0)
  const isOn = (name: string) => !['false', '0'].includes(query.get(name) ?? '')
  let dataMask = merge(EMPTY_MASK, given.dataMask)
  let tab: TabId = TABS.find(({ id }) => given.activeTabs?.includes(id))?.id ?? TABS[0].id
  let rows: readonly Sale[] = []
  let isExpanded = isOn('expand_filters')

  const grid = el('div', { className: 'grid', role: 'tabpanel' })
  const tabs = el('div', { className: 'tabs', role: 'tablist', ariaLabel: 'Tabs' })
  const filters = el('aside', { className: 'filters', ariaLabel: 'Filters' })

  function load(): void {
    const allowed = countries()
    // What was shown stays: Superset's charts do, below a notice.
    if (allowed) rows = SALES.filter(({ country }) => allowed === 'all-rows' || allowed.includes(country))
    draw()
  }

  function change(next: DataMask): void {
    const changes = changesBetween(dataMask, next)
    dataMask = next
    onDataMask({ ...dataMask, ...changes })
    load()
  }

  function draw(): void {
    const isActive = (id: TabId) => id === tab
    tabs.replaceChildren(
      ...TABS.map(({ id, label }) =>
        el('button', {
          type: 'button',
          role: 'tab',
          textContent: label,
          ariaSelected: String(isActive(id)),
          onclick() {
            tab = id
            load()
          },
        }),
      ),
    )
    grid.ariaLabel = TABS.find(({ id }) => isActive(id))?.label ?? ''
    grid.replaceChildren(
      ...drawCards(tab, {
        rows,
        dataMask,
        onRefresh: bits & 8 ? undefined : load,
        onChoose(chart, value) {
          change(choose(dataMask, chart, value === chosenIn(dataMask, chart) ? undefined : value))
        },
      }),
    )
    drawFilters()
  }

  function drawFilters(): void {
    const toggle = el('button', {
      type: 'button',
      className: 'quiet',
      textContent: isExpanded ? '⇤' : '⇥',
      ariaLabel: isExpanded ? 'Hide the filters' : 'Show the filters',
      onclick() {
        isExpanded = !isExpanded
        drawFilters()
      },
    })
    const chosen = chosenIn(dataMask, 'NATIVE_FILTER-country')
    const select = el(
      'select',
      {
        onchange: () => change(choose(dataMask, 'NATIVE_FILTER-country', select.value || undefined)),
      },
      el('option', { value: '', textContent: 'All' }),
      ...totalsBy('country', rows).map(({ label }) =>
        el('option', { value: label, textContent: label, selected: label === chosen }),
      ),
    )
    filters.classList.toggle('collapsed', !isExpanded)
    filters.replaceChildren(
      el('div', { className: 'head' }, isExpanded && el('h2', {}, 'Filters and controls'), toggle),
      ...(isExpanded ? [el('label', {}, 'Country', select)] : []),
    )
  }

  const title = !(bits & 1) && el('h1', {}, 'Sales')
  const content = el('div', { className: 'content' }, title, !(bits & 4) && tabs, grid)
  load()
  onDataMask({ ...dataMask, ...changesBetween(dataMask, dataMask) })
  // The control translates a filter that has only a value, as 6.1 does.
  const chosen = chosenIn(dataMask, 'NATIVE_FILTER-country')
  if (chosen !== undefined) change(choose(dataMask, 'NATIVE_FILTER-country', chosen))
  return {
    root: el('main', {}, isOn('show_filters') && filters, content),
    get state() {
      return { dataMask, activeTabs: [tab] }
    },
    load,
    changeMask: (entries) => change(withEntries(dataMask, entries)),
  }
}
