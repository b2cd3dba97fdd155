import { isSame } from './is-same'
import { ownProperties } from './own-properties'
import type { KeptFilter, KeptView, WantedView } from './view'

/** What is kept after the app has changed what it wants: the viewer's choices, except where the app has changed its own. */
export function keptAfter(kept: KeptView, next: WantedView): KeptView {
  const { tab, filters = {}, tables, wanted: before = { filters: {} } } = kept
  const ids = Object.keys({ ...before.filters, ...next.filters })
  const changed = ids.filter((id) => !isSame(before.filters[id], next.filters[id]))
  const others = Object.entries(filters).filter(([id]) => !changed.includes(id))
  const rewritten = changed.flatMap((id) => {
    const known = filters[id]
    if (!known || !Object.hasOwn(next.filters, id)) return []
    const value = next.filters[id]
    const filter = isSame(known.filterState.value, value) ? known : filterWith(known, value)
    return filter ? [[id, filter] as const] : []
  })
  // The viewer's filters go on without the permalink that they began with only when the app names all of them.
  const isReplaced =
    before.permalink !== next.permalink &&
    !Object.keys(filters).every((id) => Object.hasOwn(next.filters, id))
  return {
    tab: next.tab === before.tab ? tab : next.tab,
    filters: isReplaced ? {} : Object.fromEntries([...others, ...rewritten]),
    // Another permalink may have other tables.
    ...(tables && before.permalink === next.permalink && { tables }),
    wanted: next,
  }
}

/** The same filter with another value, when its kind and its column show how that is written. Otherwise `undefined`. */
export function filterWith({ extraFormData }: KeptFilter, value: unknown): KeptFilter | undefined {
  const written = value === null ? {} : writtenValue(extraFormData, value)
  return written && { extraFormData: written, filterState: { value } }
}

function writtenValue(
  { filters, time_range, time_grain_sqla }: KeptFilter['extraFormData'],
  value: unknown,
): KeptFilter['extraFormData'] | undefined {
  const [first] = Array.isArray(filters) ? filters : []
  const { col, op } = ownProperties(first)
  if (col !== undefined && Array.isArray(value)) {
    if (op === 'IN' || op === 'NOT IN') return { filters: value.length > 0 ? [{ col, op, val: value }] : [] }
    if (op === '>=' || op === '<=') return { filters: rangeOf(col, value) }
  }
  if (typeof time_range === 'string' && typeof value === 'string') return { time_range: value }
  const [grain] = [value].flat()
  if (typeof time_grain_sqla === 'string' && typeof grain === 'string') return { time_grain_sqla: grain }
  return undefined
}

function rangeOf(col: unknown, [from, to]: readonly unknown[]): readonly object[] {
  const ends = [
    { col, op: '>=', val: from },
    { col, op: '<=', val: to },
  ]
  return ends.filter(({ val }) => typeof val === 'number')
}
