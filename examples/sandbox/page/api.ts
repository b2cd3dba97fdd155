/** Requests to the page's own server, each with the latest token the host gave. */

import { type ChartPayload, type ChartQuery, DATASET_ID } from '../dashboards'
import { DASHBOARD_ID, ROOT } from './document'
import { UI } from './ui'

export type Row = Readonly<Record<string, string | number | null>>

export class HttpError extends Error {
  readonly status: number

  constructor(status: number) {
    super(`The server answered ${status}.`)
    this.status = status
  }
}

let guestToken: string | undefined
let onUnauthorized = () => {}

export function asGuest(token: string): void {
  guestToken = token
}

/** Says what to do about the first 401 that comes once a dashboard is open. */
export function whenUnauthorized(callback: () => void): void {
  onUnauthorized = callback
}

/** @throws {HttpError} on every status but 2xx. */
export async function call<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(ROOT + path, {
    method: body ? 'POST' : 'GET',
    headers: { 'x-guesttoken': guestToken ?? '', ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  // Without a token Superset redirects the page to the login. The caller receives its answer before that.
  if (guestToken === undefined) setTimeout(() => location.assign(`${ROOT}/login/`))
  if (response.status === 401) onUnauthorized()
  if (!response.ok) throw new HttpError(response.status)
  return response.json()
}

interface ChartData {
  readonly result: readonly [{ readonly data: readonly Row[] }]
}

export function payloadOf(chart: number, query: ChartQuery): ChartPayload {
  return {
    datasource: { id: DATASET_ID, type: 'table' },
    force: UI.forcesQueries,
    queries: [query],
    form_data: { slice_id: chart },
    result_format: 'json',
    result_type: 'results',
  }
}

export async function queryChart(payload: ChartPayload): Promise<readonly Row[]> {
  const { result } = await call<ChartData>(`/api/v1/chart/data?dashboard_id=${DASHBOARD_ID}`, payload)
  return result[0].data
}

export async function queryValues(filter: string): Promise<readonly string[]> {
  const { result } = await call<ChartData>(`/api/v1/dashboard/${DASHBOARD_ID}/filter_values?filter=${filter}`)
  return result[0].data.map(({ label }) => String(label))
}
