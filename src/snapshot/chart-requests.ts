import { ownProperties } from '../core/own-properties'
import { parseJson } from '../core/parse-json'

/**
 * The chart or the filter for which the embedded page sends a request: the number of the chart, or the id of the filter.
 * `undefined` for a request that does not load data.
 *
 * Superset has two APIs for data. Newer charts send JSON to `/api/v1/chart/data`. Older kinds, such as the world map up to
 * 5.0, send `form_data` to `/superset/explore_json/` in the address or in a form.
 */
export function chartOf(url: string, body: string | null): string | undefined {
  const { pathname, searchParams } = new URL(url)
  if (pathname.endsWith('/api/v1/chart/data'))
    return subjectOf(ownProperties(parseJson(body ?? '')).form_data)
  if (!/\/superset\/explore_json\/?$/.test(pathname)) return undefined
  const [, inForm] = /name="form_data"\r?\n\r?\n(.*)/.exec(body ?? '') ?? []
  return subjectOf(parseJson(inForm ?? searchParams.get('form_data') ?? ''))
}

function subjectOf(formData: unknown): string | undefined {
  const { slice_id, native_filter_id } = ownProperties(formData)
  if (typeof native_filter_id === 'string') return native_filter_id
  return typeof slice_id === 'number' && slice_id > 0 ? String(slice_id) : undefined
}
