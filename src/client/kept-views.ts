import { ownProperties } from '../core/own-properties'
import type { ViewMemory } from '../core/platform'
import type { KeptView } from '../core/view'
import type { TokenSource } from './token-source'

/** What viewers looked at last, by token source and dashboard. It never leaves the memory of this page. */
const views = new WeakMap<TokenSource, Map<string, KeptView>>()

/** The memory of one embed. */
export interface EmbedMemory extends ViewMemory {
  /** Another person may be signed in from now on. The views of a named viewer stay. */
  forget(): void
}

/**
 * It begins with what the same viewer looked at before. Where the app does not name its viewer, another person may be signed
 * in by the next mount, so nothing is remembered for that.
 */
export function createViewMemory(tokens: TokenSource, id: string): EmbedMemory {
  const known = tokens.isOfOneViewer ? (views.get(tokens) ?? new Map<string, KeptView>()) : undefined
  if (known) views.set(tokens, known)
  // Own properties only: a view without filters does not get those of a polluted prototype.
  let view = ownProperties(known?.get(id) ?? {})
  return {
    read: () => view,
    write(next) {
      view = ownProperties(next)
      known?.set(id, view)
    },
    forget() {
      if (!known) view = ownProperties({})
    },
  }
}
