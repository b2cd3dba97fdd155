import type { NameOf } from 'guestpass'

interface TabSwitcherProps<Tabs> {
  /** The ids of the tabs by their names. */
  readonly tabs: Tabs
  /** The tab that the viewer looks at, also when the viewer opened it in the frame. */
  readonly openId: string | undefined
  onOpen(name: NameOf<Tabs>): void
}

export function TabSwitcher<Tabs extends Readonly<Record<string, string>>>(props: TabSwitcherProps<Tabs>) {
  const { tabs, openId, onOpen } = props
  const entries = Object.entries(tabs) as [NameOf<Tabs>, string][]
  const shownId = openId ?? entries[0]?.[1]
  return (
    <section aria-labelledby="tabs-of-app">
      <h3 id="tabs-of-app">
        Tabs <code>activeTab</code>
      </h3>
      <p className="segments">
        {entries.map(([name, id]) => (
          <button key={id} type="button" aria-pressed={id === shownId} onClick={() => onOpen(name)}>
            {name}
          </button>
        ))}
      </p>
    </section>
  )
}
