/**
 * Makes a permalink of Superset with the account of an issuer, in four calls:
 *
 * 1. `GET /api/v1/embedded_dashboard/<embed id>` returns the number of the dashboard.
 * 2. `GET /api/v1/dashboard/<number>` returns its filters.
 * 3. `GET /api/v1/dashboard/<number>/charts` returns its tables. This call is only made for a view with tables.
 * 4. `POST /api/v1/dashboard/<number>/permalink` stores the data mask and the states of tables, and returns a key.
 */

import type { GuestpassError } from '../../core/errors'
import { parseJson } from '../../core/parse-json'
import type { LoginSession } from '../login-session'
import { isSuccess, refusedBy, type UpstreamAnswer } from '../upstream'
import { type ChartStates, chartStatesOf } from './chart-states'
import { filterMasksOf } from './filter-masks'
import type { Permalink, PermalinkView } from './permalink'

const KEY = /^[\w-]{1,64}$/

/** @throws {GuestpassError} `issuer-refused`, `issuer-unavailable` */
export async function createSupersetPermalink(
  session: LoginSession,
  embedId: string,
  { filters, tables }: PermalinkView,
  signal: AbortSignal,
): Promise<Permalink> {
  const embedded = await session.get(`/api/v1/embedded_dashboard/${encodeURIComponent(embedId)}`, signal)
  const number = Number(Object(Object(embedded.body).result).dashboard_id)
  if (!isSuccess(embedded.status) || !Number.isSafeInteger(number))
    throw refused(embedded, 'EmbeddedDashboard')

  const dashboard = await session.get(`/api/v1/dashboard/${number}`, signal)
  if (!isSuccess(dashboard.status)) throw refused(dashboard, 'Dashboard')
  const { json_metadata: metadata } = Object(Object(dashboard.body).result)
  const configuration: unknown = Object(parseJson(String(metadata))).native_filter_configuration
  const { masks, leftOut } = filterMasksOf(configuration, filters)

  const { states, leftOut: otherTables } = await readChartStates(session, number, tables, signal)

  // A release before 6.1 refuses a body with `chartStates` (measured).
  const body = { dataMask: masks, ...(Object.keys(states).length > 0 && { chartStates: states }) }
  const stored = await session.post(`/api/v1/dashboard/${number}/permalink`, body, signal)
  const { key } = Object(stored.body)
  if (!isSuccess(stored.status) || typeof key !== 'string' || !KEY.test(key))
    throw refused(stored, 'Permalink')
  return { key, leftOut: [...leftOut, ...otherTables] }
}

async function readChartStates(
  session: LoginSession,
  number: number,
  tables: PermalinkView['tables'],
  signal: AbortSignal,
): Promise<ChartStates> {
  if (Object.keys(tables).length === 0) return { states: {}, leftOut: [] }
  const charts = await session.get(`/api/v1/dashboard/${number}/charts`, signal)
  if (!isSuccess(charts.status)) throw refused(charts, 'Dashboard')
  return chartStatesOf(Object(charts.body).result, tables)
}

type Step = keyof typeof HINTS

const HINTS = {
  EmbeddedDashboard: 'give the account can_read on EmbeddedDashboard',
  Dashboard: 'give the account can_read on Dashboard, and access to this dashboard',
  Permalink: 'give the account can_write on DashboardPermalinkRestApi',
} as const

function refused(answer: UpstreamAnswer, step: Step): GuestpassError {
  return refusedBy('The permalink was refused', answer, HINTS[step])
}
