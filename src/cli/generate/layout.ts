/** The tabs and the names of charts, from `position_json`: the tree of components that the embedded page draws. */

import { ToolError } from '../../core/tool-error'
import { nameOf, type Tab } from './structure'

export interface Layout {
  readonly tabs: readonly Tab[]
  /** By the chart's number. A chart that stands in two places may have two names. */
  readonly chartNames: ReadonlyMap<number, readonly string[]>
}

type Component = Readonly<Record<string, unknown>>

/**
 * @param positions the parsed `position_json` of a dashboard
 * @throws {ToolError} `not-superset` for tabs that are nested too deeply
 */
export function readLayout(positions: unknown): Layout {
  const components = new Map<string, Component>(Object.entries(Object(positions)))
  const tabs: Tab[] = []
  const chartNames = new Map<number, readonly string[]>()
  const waiting: { readonly id: string; readonly path: readonly string[] }[] = [{ id: 'ROOT_ID', path: [] }]
  const visited = new Set<string>()

  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (visited.has(next.id)) continue
    visited.add(next.id)
    const { type, children, meta } = Object(components.get(next.id))
    let { path } = next
    if (type === 'TAB') {
      path = [...path, nameOf(Object(meta).text || Object(meta).defaultText, next.id)]
      if (path.length > MAX_DEPTH) throw tooDeep()
      tabs.push({ name: path.join(' / '), id: next.id })
    }
    if (type === 'CHART') addName(chartNames, Object(meta))
    const inside = [children ?? []].flat().filter((id) => typeof id === 'string')
    // Taken from the end, so the last child goes in first.
    for (const id of inside.reverse()) waiting.push({ id, path })
  }
  return { tabs, chartNames }
}

/** Superset's editor stops far earlier. Without a limit, the paths of a hostile layout would take all memory. */
const MAX_DEPTH = 50

function tooDeep(): ToolError {
  return new ToolError(
    'not-superset',
    `A dashboard has tabs inside tabs, more than ${MAX_DEPTH} levels deep. Check that the address is a Superset that you trust.`,
  )
}

/** The author may have given the chart another name on this dashboard. */
function addName(names: Map<number, readonly string[]>, meta: Component): void {
  const { chartId, sliceNameOverride } = meta
  if (typeof chartId !== 'number') return
  const name = typeof sliceNameOverride === 'string' ? sliceNameOverride : ''
  names.set(chartId, [...(names.get(chartId) ?? []), name])
}
