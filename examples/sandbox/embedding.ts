/** Who may frame a dashboard: its allowed domains, as an administrator sets them and as Superset compares them. */

import type { Access } from './access.ts'
import { DASHBOARDS, type DashboardDefinition } from './dashboards.ts'
import type { Reply, Request, Routes } from './http.ts'

export interface Embedding {
  readonly routes: Routes
  /** An empty list allows every page. */
  allowedDomains(dashboard: DashboardDefinition): readonly string[]
  /** Decided by the Referer, which a page with a strict referrer policy does not send. */
  allows(dashboard: DashboardDefinition, request: Request): boolean
}

export function createEmbedding(access: Access): Embedding {
  const domains = new Map<DashboardDefinition, readonly string[]>()
  const allowedDomains = (dashboard: DashboardDefinition) => domains.get(dashboard) ?? []

  function replyOf(dashboard: DashboardDefinition): Reply {
    const { embedId: uuid, numericId } = dashboard
    const result = { uuid, dashboard_id: String(numericId), allowed_domains: allowedDomains(dashboard) }
    return { status: 200, body: { result } }
  }

  return {
    routes: {
      async 'GET /api/v1/dashboard/{id}/embedded'(request, id) {
        const dashboard = find(id)
        return (await access.refuse(request)) ?? (dashboard ? replyOf(dashboard) : NOT_FOUND)
      },
      async 'POST /api/v1/dashboard/{id}/embedded'(request, id) {
        const refusal = await access.refuse(request)
        if (refusal) return refusal
        const dashboard = find(id)
        if (!dashboard) return NOT_FOUND
        const { allowed_domains } = Object(request.body) as { readonly allowed_domains?: unknown }
        if (!Array.isArray(allowed_domains)) {
          return { status: 400, body: { message: { allowed_domains: ['Missing data for required field.'] } } }
        }
        domains.set(dashboard, allowed_domains.map(String))
        return replyOf(dashboard)
      },
    },
    allowedDomains,
    allows(dashboard, { headers }) {
      const allowed = allowedDomains(dashboard)
      const origin = originOf(headers.referer ?? '')
      return allowed.length === 0 || allowed.some((domain) => origin && originOf(domain) === origin)
    },
  }
}

const NOT_FOUND: Reply = { status: 404, body: { message: 'Not found' } }

const find = (id: string) => DASHBOARDS.find(({ numericId, slug }) => [String(numericId), slug].includes(id))

/** Undefined without a scheme: an entry like `app.example.com` matches nobody. */
function originOf(address: string): string | undefined {
  return /^https?:\/\//.test(address) ? URL.parse(address)?.origin : undefined
}
