/**
 * What the embedded page asks for, each time with its guest token, and what an account asks for to share a dashboard.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import type { Access } from './access.ts'
import { type ChartPayload, DASHBOARDS, DATASET_ID, type DashboardDefinition } from './dashboards.ts'
import type { Guest, Guests } from './guests.ts'
import type { Reply, Request, Routes } from './http.ts'
import { answerRows, isRowsRequest } from './rows.ts'
import { chartsOf, infoOf } from './structure.ts'
import { QueryError, type Row, type Warehouse } from './warehouse.ts'

export function dashboardRoutes(guests: Guests, warehouse: Warehouse, access: Access): Routes {
  /** What permalinks keep, by their keys. */
  const permalinks = new Map<string, unknown>()

  const forGuests =
    (handle: (guest: Guest, request: Request, part: string) => Reply | Promise<Reply>) =>
    async (request: Request, part: string): Promise<Reply> => {
      const guest = await guests.recognize(request)
      return guest
        ? handle(guest, request, part)
        : { status: 401, body: { msg: 'Missing Authorization Header' } }
    }

  /** An account signs in with a Bearer token, and may see every dashboard. */
  const forAccounts =
    (handle: (dashboard: DashboardDefinition, request: Request) => Reply, otherwise?: Routes[string]) =>
    async (request: Request, part: string): Promise<Reply> => {
      if (otherwise && request.headers.authorization === undefined) return otherwise(request, part)
      const dashboard = DASHBOARDS.find(({ embedId, numericId }) =>
        [embedId, String(numericId)].includes(part),
      )
      return (await access.refuse(request)) ?? (dashboard ? handle(dashboard, request) : NOT_FOUND)
    }

  function storePermalink(state: unknown): Reply {
    const key = crypto.randomUUID().slice(0, 11)
    permalinks.set(key, state)
    return { status: 201, body: { key, url: `/superset/dashboard/p/${key}/` } }
  }

  return {
    'GET /api/v1/embedded_dashboard/{id}': forAccounts(({ embedId: uuid, numericId }) => ({
      status: 200,
      body: { result: { uuid, dashboard_id: String(numericId), allowed_domains: [] } },
    })),
    'GET /api/v1/me/roles/': forGuests(({ user }) => ({
      status: 200,
      body: {
        result: {
          username: user.username,
          firstName: user.first_name,
          lastName: user.last_name,
          isActive: true,
          isAnonymous: false,
          roles: { Guest: [] },
        },
      },
    })),
    'GET /api/v1/dashboard/{id}': forAccounts(
      infoOf,
      forGuests((guest, _request, id) => {
        const dashboard = find(guest, id)
        return dashboard ? infoOf(dashboard) : NOT_FOUND
      }),
    ),
    'GET /api/v1/dashboard/{id}/charts': forAccounts(chartsOf),
    'GET /api/v1/dashboard/{id}/filter_values': forGuests((guest, { query }, id) => {
      const filter = find(guest, id)?.nativeFilters.find((one) => one.id === query.get('filter'))
      return filter ? answer(() => warehouse.values(filter.column, clausesOf(guest))) : NOT_FOUND
    }),
    'POST /api/v1/chart/data': forGuests(async (guest, { query, body }) => {
      if (isRowsRequest(body)) {
        const dashboard = find(guest, String(body.form_data.dashboardId))
        return dashboard ? answerRows(dashboard, body, warehouse, clausesOf(guest)) : NOT_FOUND
      }
      const payload = body as ChartPayload
      const dashboard = find(guest, query.get('dashboard_id'))
      const chart = dashboard?.tabs
        .flatMap(({ charts }) => charts)
        .find(({ id }) => id === payload.form_data.slice_id)
      if (!chart) return NOT_FOUND
      if (chart.slowMs) await sleep(chart.slowMs)
      return answer(() => warehouse.query(chart, payload.queries[0], clausesOf(guest)))
    }),
    'POST /api/v1/dashboard/{id}/permalink': forAccounts(
      (_dashboard, { body }) => storePermalink(body),
      forGuests((guest, { cookies, body }, id) => {
        // The session is what the CSRF token is kept in, and a browser withholds it from a page on another site.
        if (!cookies.session) return { status: 400, body: { errors: [{ message: '400 Bad Request' }] } }
        return find(guest, id) ? storePermalink(body) : NOT_FOUND
      }),
    ),
    'GET /api/v1/dashboard/permalink/{key}': forGuests((_guest, _request, key) => {
      const state = permalinks.get(key)
      return state ? { status: 200, body: { state } } : NOT_FOUND
    }),
  }
}

const NOT_FOUND: Reply = { status: 404, body: { message: 'Not found' } }

/** Returns `undefined` both for a dashboard that the guest may not see and for a dashboard that does not exist. */
function find(guest: Guest, numericId: string | null): DashboardDefinition | undefined {
  return DASHBOARDS.find((one) => String(one.numericId) === numericId && guest.maySee(one))
}

function clausesOf({ rules }: Guest): readonly string[] {
  return rules
    .filter(({ dataset }) => dataset === undefined || dataset === DATASET_ID)
    .map(({ clause }) => clause)
}

function answer(query: () => readonly Row[]): Reply {
  try {
    const data = query()
    return { status: 200, body: { result: [{ data, rowcount: data.length, status: 'success' }] } }
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    return { status: 400, body: { message: `Error: (sqlite3.OperationalError) ${error.message}` } }
  }
}
