import { el } from '../../../src/testing/dom'
import type { TabDefinition } from '../dashboards'

export interface Tabs {
  readonly root: HTMLElement
  readonly active: TabDefinition
}

/** A bar of tabs, for the mouse and for the arrow keys. */
export function openTabs(
  tabs: readonly TabDefinition[],
  first: TabDefinition,
  onEnter: (tab: TabDefinition) => void,
): Tabs {
  const root = el('div', { className: 'tabs', role: 'tablist', ariaLabel: 'Tabs' })
  let active = first

  function draw(): void {
    const buttons = tabs.map((tab) =>
      el('button', {
        type: 'button',
        role: 'tab',
        textContent: tab.label,
        ariaSelected: String(tab === active),
        tabIndex: tab === active ? 0 : -1,
        onclick: () => enter(tab),
        onkeydown: ({ key }) => {
          const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
          const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length]
          if (!step || !next) return
          enter(next)
          root.querySelector<HTMLElement>('[aria-selected=true]')?.focus()
        },
      }),
    )
    root.replaceChildren(...buttons)
  }

  function enter(tab: TabDefinition): void {
    active = tab
    draw()
    onEnter(tab)
  }

  draw()
  return {
    root,
    get active() {
      return active
    },
  }
}
