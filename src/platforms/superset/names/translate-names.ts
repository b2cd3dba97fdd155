/**
 * Translates the names of a descriptor into Superset's ids, before any other code reads the options. Only apps with a
 * descriptor load this code.
 *
 * Each name that the descriptor does not have, and each value of another kind, is left out with a warning. The other options
 * apply. A filter of a known kind is written with its column, so that the page starts with it.
 */

import type { DashboardDescriptor, DescribedFilter } from '../../../core/descriptor'
import { GuestpassError } from '../../../core/errors'
import { writeFilter } from '../../../core/filter-mask'
import { ownProperties } from '../../../core/own-properties'
import type { ChannelNews } from '../../../core/platform'
import type { NamedSelection } from '../named-options'
import type { SupersetOptions } from '../settings'
import type { FilterMask, NativeFilters, NativeFilterValue } from '../types'
import type { UntranslatedOptions } from '../untranslated-options'
import type { ChartSelection } from '../view-options'

type Problem = (sentence: string) => void

/** The options with ids, as they are at the time of the call. Each problem is a warning once. */
export function translateNames(
  options: () => UntranslatedOptions,
  emit: (news: ChannelNews) => void,
): () => SupersetOptions {
  const warned = new Set<string>()
  const problem: Problem = (sentence) => {
    if (warned.has(sentence)) return
    warned.add(sentence)
    emit({ type: 'warning', error: new GuestpassError('option-invalid', sentence) })
  }
  return () => translate(options(), problem)
}

function translate(given: UntranslatedOptions, problem: Problem): SupersetOptions {
  const { id, dashboard, filters, nativeFilters, activeTab, onSelect, ...others } = ownProperties(given)
  if (!dashboard || typeof ownProperties(dashboard).embedId !== 'string') {
    problem(dashboard ? NO_EMBED_ID : NO_DASHBOARD)
    return { ...others, nativeFilters, activeTab, onSelect: onSelect as SupersetOptions['onSelect'] }
  }
  if (id !== undefined) problem('id is not used, because dashboard has the embed id. Remove id or dashboard.')
  if (nativeFilters !== undefined)
    problem('nativeFilters is left out, because dashboard is set. Use filters.')
  return {
    ...others,
    nativeFilters: filters && translateFilters(filters, dashboard, problem),
    activeTab: activeTab === undefined ? undefined : translateTab(activeTab, dashboard, problem),
    onSelect: translateSelect(onSelect, dashboard, problem),
  }
}

const NO_DASHBOARD = 'filters is left out, because it needs dashboard. Without dashboard, use nativeFilters.'
const NO_EMBED_ID =
  'dashboard has no embedId, so it is not used, and neither is filters. Pass a constant that npx guestpass generate wrote.'

function translateTab(title: string, { tabs }: DashboardDescriptor, problem: Problem): string | undefined {
  const tab: unknown = ownProperties(tabs)[title]
  if (typeof tab === 'string') return tab
  problem(`activeTab: ${notInDescriptor('tab', title)}`)
  return undefined
}

function translateFilters(
  values: object,
  descriptor: DashboardDescriptor,
  problem: Problem,
): NativeFilters | undefined {
  if (typeof values !== 'object' || Array.isArray(values)) {
    problem('filters is left out, because it is not an object. Write { name: value }.')
    return undefined
  }
  const described = ownProperties(descriptor.filters)
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      const filter = ownProperties(described[name])
      if (isFilter(filter)) return translateFilter(name, filter, value, problem)
      problem(`filters: ${notInDescriptor('filter', name)}`)
      return []
    }),
  )
}

const isFilter = (filter: object): filter is DescribedFilter =>
  'id' in filter && typeof filter.id === 'string'

/** The entry of the filter, or nothing. */
function translateFilter(
  name: string,
  filter: DescribedFilter,
  value: unknown,
  problem: Problem,
): readonly (readonly [id: string, NativeFilters[string]])[] {
  const { id, kind, column, multiple, inverse } = filter
  const isInverse = inverse === true
  const written = writeFilter({ kind, column, isInverse }, value)
  const isSeveral = kind === 'select' && multiple === false && Array.isArray(value) && value.length > 1
  if (written.outcome === 'refused' || isSeveral) {
    const takes = written.outcome === 'refused' ? written.takes : 'a list of at most one value'
    problem(`filters: ${quoted(name)} takes ${takes}. The value is left out.`)
    return []
  }
  // The page translates a value of another kind itself.
  if (written.outcome === 'unknown' || value === null) return [[id, value as NativeFilterValue | FilterMask]]
  const { extraFormData } = written
  // The control of a time grain has a list.
  const shown = kind === 'timegrain' ? [value].flat() : value
  return [[id, { extraFormData, filterState: { value: shown } }]]
}

/** Calls the app with the name of the chart. */
function translateSelect(
  onSelect: UntranslatedOptions['onSelect'],
  { charts, crossFilters }: DashboardDescriptor,
  problem: Problem,
): SupersetOptions['onSelect'] {
  // The check of the types of options refuses it.
  if (typeof onSelect !== 'function') return onSelect
  if (crossFilters === false) problem(CROSS_FILTERS_OFF)
  const callback = onSelect as (selection: NamedSelection) => void
  return (selection) => {
    const named = selection ? nameSelection(selection, charts) : RELEASED
    if (named) callback(named)
    else problem(`onSelect: the descriptor has no chart with the number ${selection?.chartId}. ${OUTDATED}`)
  }
}

const CROSS_FILTERS_OFF =
  'onSelect is never called, because the dashboard has no cross-filters. Enable cross-filtering in the settings of its filter bar. Then run npx guestpass generate again.'

const RELEASED: NamedSelection = { chart: null, values: {} }

function nameSelection(
  { chartId, values }: ChartSelection,
  charts: DashboardDescriptor['charts'],
): NamedSelection | undefined {
  const [chart] = Object.entries(ownProperties(charts)).find(([, { id }]) => id === chartId) ?? []
  return chart === undefined ? undefined : { chart, values }
}

const OUTDATED = 'Run npx guestpass generate again.'

function notInDescriptor(kind: string, name: unknown): string {
  return `the descriptor has no ${kind} ${quoted(name)}, so it is left out. Use a name of the generated file. After a change in Superset, run npx guestpass generate again.`
}

const LONGEST = 80

/** The name as JSON, so that characters without a visible form are escaped. A very long name is cut. */
function quoted(name: unknown): string {
  return JSON.stringify([...String(name)].slice(0, LONGEST).join(''))
}
