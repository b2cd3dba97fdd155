import { ownProperties } from '../core/own-properties'
import type { ViewMemory } from '../core/platform'
import type { KeptView } from '../core/view'
import type { TokenSource } from './token-source'

/** What viewers looked at last, by token source and dashboard. It never leaves the memory of this page. */
const views = new WeakMap<TokenSource, Map<string, KeptView>>()

/** The memory of one embed. */
export interface EmbedMemory extends ViewMemory {
  /** Another person may be signed in from now on, or the dashboard was unmounted. The views of a named viewer stay. */
  forget(): void
}

/**
 * It begins with what the same viewer looked at before. Where the app does not name its viewer, another person may be signed
 * in after the dashboard was unmounted. So the memory begins with the view of a dashboard that is mounted, which starts again.
 */
export function createViewMemory(tokens: TokenSource, id: string): EmbedMemory {
  const known = views.get(tokens) ?? new Map<string, KeptView>()
  views.set(tokens, known)
  // Own properties only: a view without filters does not get those of a polluted prototype.
  let view: KeptView = ownProperties(known.get(id))
  function write(next: KeptView): void {
    view = ownProperties(next)
    known.set(id, view)
  }
  return {
    read: () => view,
    write,
    forget: () => tokens.isOfOneViewer || write({}),
  }
}
