/** The tabs of the dashboard. */

import { el } from '../../dom'

const TABS = [
  { id: 'TAB-overview', label: 'Overview' },
  { id: 'TAB-exploratory', label: 'Exploratory' },
] as const

export type Tab = (typeof TABS)[number]

/** The first tab whose id is in the list. @default the first tab */
export function findTab(ids: readonly string[] = []): Tab {
  return TABS.find(({ id }) => ids.includes(id)) ?? TABS[0]
}

export function drawTabs(active: Tab, onOpen: (tab: Tab) => void): readonly HTMLElement[] {
  return TABS.map((tab) =>
    el('button', {
      type: 'button',
      role: 'tab',
      textContent: tab.label,
      ariaSelected: String(tab === active),
      onclick: () => onOpen(tab),
    }),
  )
}
