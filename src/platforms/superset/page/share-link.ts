/**
 * A link to the app that shows another person what the viewer looks at: the open tab, the value of every filter, and from 6.1
 * on the sorting of interactive tables.
 *
 * 1. The tabs, the filters and the tables are read from the page at the time of the call.
 * 2. The tab and the filters are written into the address, when they fit.
 * 3. When they do not fit, or a table is sorted, the token route stores them as a permalink, and the address has its key.
 *
 * Only ids, values and names of columns are read, so neither the link nor the permalink contains rows or a query. The token
 * of the person who opens the link decides what they see.
 */

import { requestPermalink } from '../../../client/request-permalink'
import { GuestpassError, toGuestpassError } from '../../../core/errors'
import { isFilterId, isFilterValue } from '../../../core/filter-value'
import { ownProperties } from '../../../core/own-properties'
import { keptFilters, withoutUnset } from '../../../core/reported-view'
import { isChartNumber, type TableStates } from '../../../core/table-states'
import type { KeptFilters } from '../../../core/view'
import { MAX_BYTES, pageUrl, widestOf } from '../page-url'
import type { NativeFilterValue, NativeFilterValues } from '../types'
import type { DashboardView } from '../view-options'
import { formatView } from '../view-text'
import type { ChannelContext } from './channel-context'
import { askIfSupported } from './releases'
import type { Switchboard } from './switchboard'
import { readTables } from './table-states'

type Get = Switchboard['get']

type ShareContext = Pick<ChannelContext, 'frame' | 'id' | 'memory' | 'route' | 'emit' | 'view'>

/**
 * @param args the options of `share`
 * @throws {GuestpassError} `option-invalid` for a `url` that is not an address of the web
 */
export async function shareLink(context: ShareContext, get: Get, args: unknown): Promise<string> {
  const { ownerDocument, src } = context.frame
  const { url = ownerDocument.URL, parameter = 'view' } = ownProperties(args)
  const link = readUrl(url, ownerDocument.baseURI)
  const write = (view: DashboardView) => link.searchParams.set(String(parameter), formatView(view))

  // The page is asked for its tabs only now and then.
  context.view.onTabs(await get('getActiveTabs'))
  const { tab } = context.memory.read()
  write({ tab })
  const filters = await readFilters(get, context.memory.read().filters)
  const values = valuesOf(filters)
  const charts = await askIfSupported(get, 'getChartStates')
  const { fitting, reason } = charts ? fitInto(link, filters ?? {}, src) : tabOnly(filters)
  const tables = readTables(charts?.answer)
  const numbers = Object.keys(tables.states)
  if (tables.hasColumnFilter) warnOf(context, COLUMN_FILTER, [])
  write({ tab, filters: fitting })
  if (reason === undefined && numbers.length === 0) return link.href

  // A value of another form cannot be in a permalink either, and an address without it keeps the default of its filter.
  const isComplete = Object.keys(fitting).length === Object.keys(values).length
  const sorted = numbers.length > 0 && { tables: tables.states }
  const permalink =
    isComplete && !sorted ? undefined : await requestKey(context, { filters: values, ...sorted })
  if (permalink) write({ tab, permalink: permalink.key })
  const written = permalink ? permalink.written : Object.keys(fitting)
  const leftOut = [...Object.keys(filters ?? {}), ...numbers].filter((id) => !written.includes(id))
  if (leftOut.length > 0 || !filters) {
    warnOf(context, permalink ? NOT_IN_PERMALINK : (reason ?? NO_TABLES), leftOut)
  }
  return link.href
}

type Reason = readonly [code: 'not-supported' | 'view-incomplete', sentence: string]

/** The values that the address can have, and the reason when it lacks filters. */
interface Fitting {
  readonly fitting: NativeFilterValues
  readonly reason?: Reason
}

const TAB_ONLY: Reason = [
  'not-supported',
  'share: a page before Superset 6.1 cannot apply filters from an address. The link has the tab only.',
]
const TOO_WIDE: Reason = [
  'view-incomplete',
  `share: addresses have at most ${MAX_BYTES} bytes. The link does not contain all filters.`,
]
const NOT_IN_PERMALINK: Reason = [
  'view-incomplete',
  'share: the permalink does not contain all filters and tables, because their values have another form than the dashboard expects.',
]
const NO_TABLES: Reason = [
  'view-incomplete',
  'share: the sorting of interactive tables needs a permalink. The link does not contain it.',
]
const COLUMN_FILTER: Reason = [
  'view-incomplete',
  'share: a table is filtered in the head of a column. The link does not contain this filter.',
]

function warnOf({ emit }: ShareContext, [code, sentence]: Reason, leftOut: readonly string[]): void {
  const ids = leftOut.map((id) => {
    if (isChartNumber(id)) return `table ${id}`
    return isFilterId(id) ? id : 'NATIVE_FILTER-…'
  })
  const names = ids.length > 0 ? ` These are left out: ${ids.join(', ')}.` : ''
  emit({ type: 'warning', error: new GuestpassError(code, `${sentence}${names}`) })
}

interface SharedView {
  readonly filters: NativeFilterValues
  readonly tables?: TableStates
}

/** Asks the token route. When it refuses, the app receives the reason as a warning, and the view stays in the address. */
async function requestKey({ id, route, emit }: ShareContext, view: SharedView) {
  try {
    const { key, leftOut } = await requestPermalink(route, id, view)
    const names = [view.filters, view.tables ?? {}].flatMap(Object.keys)
    return { key, written: names.filter((name) => !leftOut.includes(name)) }
  } catch (cause) {
    const error = toGuestpassError(cause, 'route-unreachable', 'share: the request for a permalink failed.')
    emit({ type: 'warning', error })
    return undefined
  }
}

function readUrl(url: unknown, base: string): URL {
  const address = String(url)
  const link = URL.canParse(address, base) ? new URL(address, base) : undefined
  if (link?.protocol === 'https:' || link?.protocol === 'http:') return link
  throw new GuestpassError(
    'option-invalid',
    'share: url is not an address of the web. Pass the address of the page of the app that shows the dashboard.',
  )
}

/** `undefined` for a page before 6.0, which does not report its filters. */
async function readFilters(get: Get, kept: KeptFilters | undefined): Promise<KeptFilters | undefined> {
  const mask = await askIfSupported(get, 'getDataMask')
  return mask && withoutUnset(keptFilters(mask.answer), kept)
}

/** The values whose form a view can have. */
function valuesOf(filters: KeptFilters = {}): NativeFilterValues {
  const values = Object.entries(filters).map(([id, { filterState }]) => [id, filterState.value] as const)
  return Object.fromEntries(
    values.filter(
      (entry): entry is [string, NativeFilterValue] => isFilterId(entry[0]) && isFilterValue(entry[1]),
    ),
  )
}

/** A cleared filter is applied by every release. */
function tabOnly(filters: KeptFilters | undefined): Fitting {
  const cleared = Object.values(filters ?? {}).every(({ filterState }) => filterState.value === null)
  return filters && cleared ? { fitting: valuesOf(filters) } : { fitting: {}, reason: TAB_ONLY }
}

/** Leaves out the widest filters until the link, which has the tab already, and the address of the page both fit. */
function fitInto(link: URL, filters: KeptFilters, pageAddress: string): Fitting {
  const values = Object.entries(valuesOf(filters))
  const texts = values.map(([id, value]) => [id, encoded(formatView({ filters: { [id]: value } }))] as const)
  // The fragment is not sent to a server.
  const freeBytes = MAX_BYTES - (link.href.length - link.hash.length)
  const tooWide = [...widestOf(texts, freeBytes), ...tooWideForPage(filters, pageAddress)]
  const fitting = Object.fromEntries(values.filter(([id]) => !tooWide.includes(id)))
  const isWhole = Object.keys(fitting).length === Object.keys(filters).length
  return { fitting, ...(!isWhole && { reason: TOO_WIDE }) }
}

/** As `searchParams.set` writes it. */
const encoded = (text: string) => `${new URLSearchParams({ '': text })}`.slice('='.length)

/** The page that opens the link receives the filters in its own address, which needs more bytes for each of them. */
function tooWideForPage(filters: KeptFilters, pageAddress: string): readonly string[] {
  const page = new URL(pageAddress)
  page.searchParams.delete('native_filters')
  return pageUrl(page, { filters }).leftOut
}
