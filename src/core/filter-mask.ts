/**
 * What a native filter adds to the queries of charts, as Superset's filter controls write it. Only the value comes from
 * outside. Kind and column come from Superset, or from a descriptor.
 */

import { type FilterValue, isFilterValue } from './filter-value'

/** A filter as Superset describes it. */
export interface FilterKind {
  /** `select`, `range`, `time`, `timegrain`, or another kind. */
  readonly kind: string
  /** `undefined` for a filter without a column, for example a time filter. */
  readonly column: string | undefined
  /** Whether the chosen values are left out, and all others shown. */
  readonly isInverse: boolean
}

type ExtraFormData = Readonly<Record<string, unknown>>

interface Kind {
  /** `value` may be anything: an app may be written in JavaScript. */
  readonly accepts: (value: unknown) => value is FilterValue
  /** Is not called for `null`. */
  readonly write: (value: FilterValue, filter: FilterKind) => ExtraFormData
  readonly needsColumn: boolean
  /** What the control takes, for a message. */
  readonly takes: string
}

const KINDS: Readonly<Record<string, Kind>> = {
  select: {
    accepts: (value): value is FilterValue => Array.isArray(value) && isFilterValue(value),
    write: (value, { column: col, isInverse }) =>
      isEmpty(value) ? {} : { filters: [{ col, op: isInverse ? 'NOT IN' : 'IN', val: value }] },
    needsColumn: true,
    takes: 'a list of values',
  },
  range: {
    accepts: isRange,
    write(value, { column: col }) {
      const [from, to] = [value].flat()
      const ends = [
        { col, op: '>=', val: from },
        { col, op: '<=', val: to },
      ]
      return { filters: ends.filter(({ val }) => val !== null) }
    },
    needsColumn: true,
    takes: 'two numbers, [from, to], of which one may be null',
  },
  time: {
    accepts: (value) => typeof value === 'string',
    write: (value) => ({ time_range: value }),
    needsColumn: false,
    takes: 'a text such as "Last month"',
  },
  timegrain: {
    accepts(value): value is FilterValue {
      const [grain, ...others] = [value].flat()
      return typeof grain === 'string' && others.length === 0
    },
    write: (value) => ({ time_grain_sqla: [value].flat()[0] }),
    needsColumn: false,
    takes: 'a text such as "P1M"',
  },
}

/** What is known of the value of a filter. */
export type WrittenFilter =
  | { readonly outcome: 'written'; readonly extraFormData: ExtraFormData }
  /** The value is of another kind. `takes` are the words for the right kind. */
  | { readonly outcome: 'refused'; readonly takes: string }
  /** The kind of the filter is not known here, or the filter lacks its column. */
  | { readonly outcome: 'unknown' }

/** Writes the value of a filter. `null` is a cleared filter, which adds nothing. */
export function writeFilter(filter: FilterKind, value: unknown): WrittenFilter {
  const kind = Object.hasOwn(KINDS, filter.kind) ? KINDS[filter.kind] : undefined
  if (!kind) return { outcome: 'unknown' }
  if (value === null) return { outcome: 'written', extraFormData: {} }
  if (kind.needsColumn && filter.column === undefined) return { outcome: 'unknown' }
  if (!kind.accepts(value)) return { outcome: 'refused', takes: kind.takes }
  return { outcome: 'written', extraFormData: kind.write(value, filter) }
}

function isEmpty(value: FilterValue): boolean {
  return Array.isArray(value) && value.length === 0
}

function isRange(value: unknown): value is FilterValue {
  return (
    Array.isArray(value) && value.length === 2 && value.every((end) => end === null || Number.isFinite(end))
  )
}
