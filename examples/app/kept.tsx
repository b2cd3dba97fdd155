import type { DashboardView } from 'guestpass'
import { sales } from './dashboards'
import { reloadFrame } from './reload-frame'

/** What the viewer looks at. The frame can be reloaded, and shows the same again. */
export function Kept({ view }: { readonly view: DashboardView | undefined }) {
  return (
    <section aria-labelledby="kept">
      <h3 id="kept">
        The view is kept <code>onViewChange</code>
      </h3>
      <p data-testid="view">{view ? textOf(view) : 'Open a tab or set a filter.'}</p>
      <button type="button" onClick={reload}>
        Reload this frame
      </button>
    </section>
  )
}

function textOf({ tab, filters = {} }: DashboardView): string {
  const applied = Object.entries(filters).flatMap(([id, value]) =>
    value === null ? [] : `${FILTER_NAMES.get(id)} is ${[value].flat().join(', ')}`,
  )
  return [`Tab: ${TAB_NAMES.get(tab ?? '') ?? 'first'}`, ...applied].join(' · ')
}

/** A view has ids, because it can travel in an address. */
const TAB_NAMES = new Map<string, string>(Object.entries(sales.tabs).map(([name, id]) => [id, name]))
const FILTER_NAMES = new Map<string, string>(
  Object.entries(sales.filters).map(([name, { id }]) => [id, name]),
)

function reload(): void {
  const frame = document.querySelector<HTMLIFrameElement>('.beyond iframe')
  if (frame) reloadFrame(frame)
}
