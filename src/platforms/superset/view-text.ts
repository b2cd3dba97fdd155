/**
 * A view as text, for an address: `tab~filter~value~filter~value`. A filter is written by its id without `NATIVE_FILTER-`,
 * and a value as JSON. A filter that the viewer cleared has the value `null`, which is not its default. The key of a permalink
 * is written as the value of a filter without an id: `tab~~"key"`.
 *
 * Anybody can write an address, so the reader checks the form of every part. It marks what it leaves out with an id that no
 * filter can have. The embed that receives the view then warns with `view-incomplete`.
 */

import { FILTER_PREFIX, isFilterId, isFilterValue } from '../../core/filter-value'
import { parseJson } from '../../core/parse-json'
import { isId } from '../../core/view-id'
import type { NativeFilterValue } from './types'
import type { DashboardView } from './view-options'

/** Servers refuse longer addresses, so no text that was written for an address is longer. */
const MAX_CHARACTERS = 4_000
const LEFT_OUT = '~'

/**
 * Writes a view as text for an address. Encode the text as a parameter, for example with `URLSearchParams`. Ids and values
 * of another form than `onViewChange` reports are left out.
 *
 * @example
 * url.searchParams.set('view', formatView(view))
 */
export function formatView({ tab, filters = {}, permalink }: DashboardView): string {
  const key = isId(permalink) ? ['', JSON.stringify(permalink)] : []
  const parts = Object.entries(filters)
    .filter(([id, value]) => isFilterId(id) && isFilterValue(value))
    .flatMap(([id, value]) => [
      id.slice(FILTER_PREFIX.length),
      JSON.stringify(value).replaceAll('~', '\\u007e'),
    ])
  return [isId(tab) ? tab : '', ...key, ...parts].join('~')
}

/**
 * Reads the view in the address that `share()` returned, or in a text of `formatView`. Pass the result as the option `view`.
 * Never throws: a part that cannot be read is left out, also what is after 4,000 characters. The embed then calls `onWarning`
 * with `view-incomplete`.
 *
 * @example
 * const view = parseView(new URLSearchParams(location.search).get('view'))
 */
export function parseView(text: string | null | undefined): DashboardView {
  const characters = text ?? ''
  const isCut = characters.length > MAX_CHARACTERS
  const [tab = '', ...parts] = characters.slice(0, MAX_CHARACTERS).split('~')
  // The cut can be in the middle of the last part.
  if (isCut) parts.pop()
  const filters: Record<string, NativeFilterValue> = isCut ? { [LEFT_OUT]: null } : {}
  let permalink: string | undefined
  for (let index = 0; index < parts.length; index += 2) {
    const id = `${FILTER_PREFIX}${parts[index]}`
    const value = parseJson(parts[index + 1] ?? '')
    if (isFilterId(id) && isFilterValue(value)) filters[id] = value
    else if (id === FILTER_PREFIX && isId(value)) permalink = value
    else filters[LEFT_OUT] = null
  }
  return {
    ...(tab && { tab }),
    ...(Object.keys(filters).length > 0 && { filters }),
    ...(permalink !== undefined && { permalink }),
  }
}
