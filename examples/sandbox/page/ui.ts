/** What the host asked to hide or to show, in the address of the page. */

import { has } from './document'

const query = new URLSearchParams(location.search)
const bits = Number(query.get('uiConfig') ?? 0)

/** Every value means yes, except `false` and `0`. */
const isOn = (name: string) => !['false', '0'].includes(query.get(name) ?? '')

export const UI = {
  hasTitle: !(bits & 1),
  // Up to 6.1 it is the bit of another thing that hides them, and their own is read by nobody.
  hasTabs: !(bits & (has('next') ? 2 | 4 : 4)),
  hasChartControls: !(bits & 8),
  emitsDataMasks: has('6.0') && Boolean(bits & 16),
  warnsOfRowLimit: Boolean(bits & 32),
  hasFilterBar: isOn('show_filters'),
  expandsFilters: isOn('expand_filters'),
  /** Whether the queries of charts bypass the cache. Queries for the values of filters do not. */
  forcesQueries: ['true', '1'].includes(query.get('force') ?? ''),
} as const

/** Filters that are set from the start, in rison. */
export const NATIVE_FILTERS = query.get('native_filters')
/** A dashboard as it was left. */
export const PERMALINK_KEY = query.get('permalink_key')
