import { ownProperties } from '../../core/own-properties'
import type { EmbeddableVariables } from './types'

/**
 * What the variables of a dashboard are now: those the app set, and over them what the viewer has chosen since. A new
 * element starts with both, so that a renewed token keeps the choices of the viewer.
 */
export interface Variables {
  readonly all: EmbeddableVariables
  /** The app sets other variables. Where they changed, they replace the choices of the viewer. */
  setGiven(given: EmbeddableVariables | undefined): void
  /** Takes the detail of `variablesChange`. */
  choose(changes: unknown): void
}

export function createVariables(given: EmbeddableVariables = {}): Variables {
  let ours = ownProperties(given)
  let chosen: EmbeddableVariables = {}
  return {
    get all() {
      return { ...ours, ...chosen }
    },
    setGiven(given = {}) {
      const next = ownProperties(given)
      const isKept = ([name]: [string, unknown]) => JSON.stringify(next[name]) === JSON.stringify(ours[name])
      chosen = Object.fromEntries(Object.entries(chosen).filter(isKept))
      ours = next
    },
    choose(changes) {
      const entries = Array.isArray(changes)
        ? changes.map(ownProperties).map(({ variableName, newValue }) => [variableName, newValue])
        : []
      chosen = { ...chosen, ...Object.fromEntries(entries.filter(([name]) => typeof name === 'string')) }
    },
  }
}
