/** A dashboard: tabs of charts, and the filters that a viewer sets by clicking in them. */

import type { FilterColumn, Filters, TabDefinition } from '../dashboards'
import { type Card, openCard } from './card'
import { dataMaskOf } from './data-mask'
import { el } from './dom'
import { UI } from './ui'

export interface DashboardInfo {
  readonly dashboard_title: string
  readonly tabs: readonly TabDefinition[]
}

export interface Dashboard {
  readonly root: HTMLElement
  /** Resolves when the charts of the open tab have been asked for and drawn. */
  load(): Promise<void>
  activeTabs(): readonly string[]
  dataMask(): object
}

interface DashboardEvents {
  onDataMask(mask: object): void
  onShare(): Promise<void>
}

export function openDashboard({ dashboard_title, tabs }: DashboardInfo, events: DashboardEvents): Dashboard {
  let active = tabs[0] as TabDefinition
  let filters: Filters = {}
  let cards: readonly Card[] = []
  const tabBar = el('div', { className: 'tabs', role: 'tablist', ariaLabel: 'Tabs' })
  const chips = el('div', { className: 'chips' })
  const grid = el('div', { className: 'grid', role: 'tabpanel' })
  const dataMask = () => dataMaskOf(tabs, filters)

  function choose(column: FilterColumn, value: string): void {
    const { [column]: before, ...others } = filters
    filters = before === value ? others : { ...others, [column]: value }
    events.onDataMask({ ...dataMask(), crossFiltersChanged: true, nativeFiltersChanged: false })
    drawChips()
    void load()
  }

  function openTab(tab: TabDefinition): void {
    active = tab
    grid.ariaLabel = tab.label
    drawTabs()
    cards = tab.charts.map((chart) => openCard(chart, { filters: () => filters, onChoose: choose }))
    grid.replaceChildren(...cards.map(({ root }) => root))
  }

  function drawTabs(): void {
    const buttons = tabs.map((tab) =>
      el('button', {
        type: 'button',
        role: 'tab',
        textContent: tab.label,
        ariaSelected: String(tab === active),
        tabIndex: tab === active ? 0 : -1,
        onclick: () => enterTab(tab),
        onkeydown: ({ key }) => {
          const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
          const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length]
          if (step && next) enterTab(next, true)
        },
      }),
    )
    tabBar.replaceChildren(...buttons)
  }

  function enterTab(tab: TabDefinition, isByKey = false): void {
    openTab(tab)
    if (isByKey) tabBar.querySelector<HTMLElement>('[aria-selected=true]')?.focus()
    void load()
  }

  function drawChips(): void {
    const chosen = Object.entries(filters) as [FilterColumn, string][]
    const buttons = chosen.map(([column, value]) =>
      el('button', {
        type: 'button',
        className: 'chip',
        textContent: value,
        ariaLabel: `Remove the filter ${value}`,
        onclick: () => choose(column, value),
      }),
    )
    chips.replaceChildren(...buttons)
  }

  async function load(): Promise<void> {
    await Promise.all(cards.map((card) => card.load()))
  }

  openTab(active)
  const share = el('button', { type: 'button', className: 'quiet', textContent: 'Copy link' })
  share.onclick = async () => {
    share.textContent = await events.onShare().then(
      () => 'Copied',
      () => 'Not copied',
    )
  }
  const title = UI.hasTitle && el('header', {}, el('h1', { textContent: dashboard_title }), share)
  const bar = el('div', { className: 'bar' }, UI.hasTabs && tabs.length > 1 && tabBar, chips)
  return {
    root: el('main', {}, title, bar, grid),
    load,
    activeTabs: () => [active.id],
    dataMask,
  }
}
