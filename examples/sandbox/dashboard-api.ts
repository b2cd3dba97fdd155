/** What the embedded page asks for, each time with its guest token. */

import { type ChartDefinition, DASHBOARDS, type DashboardDefinition, type Filters } from './dashboards.ts'
import type { Guest, Guests } from './guests.ts'
import type { Reply, Request, Routes } from './http.ts'
import { DATASET_ID, QueryError, type Warehouse } from './warehouse.ts'

export function dashboardRoutes(guests: Guests, warehouse: Warehouse): Routes {
  const forGuests =
    (handle: (guest: Guest, request: Request, part: string) => Reply) =>
    async (request: Request, part: string): Promise<Reply> => {
      const guest = await guests.recognize(request)
      return guest
        ? handle(guest, request, part)
        : { status: 401, body: { msg: 'Missing Authorization Header' } }
    }

  return {
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
    'GET /api/v1/dashboard/{id}': forGuests((guest, _request, id) => {
      const dashboard = find(guest, id)
      if (!dashboard) return NOT_FOUND
      const { numericId, title, slug, tabs } = dashboard
      return { status: 200, body: { result: { id: numericId, dashboard_title: title, slug, tabs } } }
    }),
    'POST /api/v1/chart/data': forGuests((guest, { query, body }) => {
      const dashboard = find(guest, query.get('dashboard_id'))
      const { chart: id, filters = {} } = (body ?? {}) as {
        readonly chart?: number
        readonly filters?: Filters
      }
      const chart = dashboard && chartsOf(dashboard).find((one) => one.id === id)
      if (!chart) return NOT_FOUND
      const rules = guest.rules.filter(({ dataset }) => dataset === undefined || dataset === DATASET_ID)
      try {
        const data = warehouse.query(
          chart,
          filters,
          rules.map(({ clause }) => clause),
        )
        return { status: 200, body: { result: [{ data, rowcount: data.length, status: 'success' }] } }
      } catch (error) {
        if (!(error instanceof QueryError)) throw error
        return { status: 400, body: { message: `Error: (sqlite3.OperationalError) ${error.message}` } }
      }
    }),
  }
}

const NOT_FOUND: Reply = { status: 404, body: { message: 'Not found' } }

/** A dashboard the guest may not see is one that does not exist. */
function find(guest: Guest, numericId: string | null): DashboardDefinition | undefined {
  return DASHBOARDS.find((one) => String(one.numericId) === numericId && guest.maySee(one))
}

function chartsOf({ tabs }: DashboardDefinition): readonly ChartDefinition[] {
  return tabs.flatMap(({ charts }) => charts)
}
