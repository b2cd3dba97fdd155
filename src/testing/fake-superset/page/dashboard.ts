/** What a viewer sees: tabs of charts over the rows of their token, and a filter panel beside the charts. */

import { el } from '../../dom'
import { drawCards } from './cards'
import { choose, chosenIn, type DataMask, EMPTY_MASK, type MaskId, withEntries } from './data-mask'
import { createFilterPanel, type FilterPanel } from './filter-panel'
import { changesBetween, merge } from './mask-entries'
import { SALES, type Sale, totalsBy } from './sales'
import { drawTabs, findTab, type Tab } from './tabs'
import type { UiConfig } from './ui-config'

/** The state that a permalink stores. */
export interface DashboardState {
  readonly dataMask: DataMask
  readonly activeTabs: readonly string[]
}

export interface DashboardContext {
  readonly ui: UiConfig
  /** The state at first. Its values come from an address and can be anything. */
  readonly given: { readonly dataMask?: unknown; readonly activeTabs?: readonly string[] }
  /** The countries whose rows the present token shows. `undefined` when the token is not valid any more. */
  countries(): readonly string[] | 'all-rows' | undefined
  onDataMask(mask: object): void
}

const COUNTRY_FILTER = 'NATIVE_FILTER-country'

export class Dashboard {
  readonly root: HTMLElement
  readonly #context: DashboardContext
  readonly #tabs = el('div', { className: 'tabs', role: 'tablist', ariaLabel: 'Tabs' })
  readonly #grid = el('div', { className: 'grid', role: 'tabpanel' })
  readonly #filters: FilterPanel
  #dataMask: DataMask
  #tab: Tab
  #rows: readonly Sale[] = []

  /** Loads the rows, and reports the data mask. */
  constructor(context: DashboardContext) {
    const { ui, given } = context
    this.#context = context
    this.#dataMask = merge(EMPTY_MASK, given.dataMask)
    this.#tab = findTab(given.activeTabs)
    this.#filters = createFilterPanel(ui.expandsFilters, (country) => this.#choose(COUNTRY_FILTER, country))
    const title = ui.hasTitle && el('h1', {}, 'Sales')
    const content = el('div', { className: 'content' }, title, ui.hasTabs && this.#tabs, this.#grid)
    this.root = el('main', {}, ui.hasFilters && this.#filters.root, content)
    this.load()
    this.#report(this.#dataMask)
    // Like Superset 6.1, the filter panel completes a filter of the address that has only a value.
    const chosen = chosenIn(this.#dataMask, COUNTRY_FILTER)
    if (chosen !== undefined) this.#choose(COUNTRY_FILTER, chosen)
  }

  get state(): DashboardState {
    return { dataMask: this.#dataMask, activeTabs: [this.#tab.id] }
  }

  /** Requests the rows again. When the token is not valid any more, the charts keep their rows, as in Superset. */
  load(): void {
    const countries = this.#context.countries()
    if (countries === 'all-rows') this.#rows = SALES
    else if (countries) this.#rows = SALES.filter(({ country }) => countries.includes(country))
    this.#draw()
  }

  /** Changes these entries of the data mask, as when a viewer sets filters. */
  changeMask(entries: object): void {
    this.#change(withEntries(this.#dataMask, entries))
  }

  #choose(id: MaskId, value: string | undefined): void {
    this.#change(choose(this.#dataMask, id, value))
  }

  #change(next: DataMask): void {
    const before = this.#dataMask
    this.#dataMask = next
    this.#report(before)
    this.load()
  }

  #report(before: DataMask): void {
    this.#context.onDataMask({ ...this.#dataMask, ...changesBetween(before, this.#dataMask) })
  }

  #draw(): void {
    const [tab, dataMask, rows] = [this.#tab, this.#dataMask, this.#rows]
    this.#tabs.replaceChildren(
      ...drawTabs(tab, (next) => {
        this.#tab = next
        this.load()
      }),
    )
    this.#grid.ariaLabel = tab.label
    this.#grid.replaceChildren(
      ...drawCards(tab, {
        rows,
        dataMask,
        onRefresh: this.#context.ui.hasChartControls ? () => this.load() : undefined,
        onChoose: (chart, value) =>
          this.#choose(chart, value === chosenIn(dataMask, chart) ? undefined : value),
      }),
    )
    const countries = totalsBy('country', rows).map(({ label }) => label)
    this.#filters.draw(countries, chosenIn(dataMask, COUNTRY_FILTER))
  }
}
