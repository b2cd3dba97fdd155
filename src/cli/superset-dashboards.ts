/** Superset's dashboards and how they are embedded, from its API. */

import { ToolError } from '../core/tool-error'
import { bodyOf, type Refusals, refusal, type SupersetSession } from './superset-session'

export interface Dashboard {
  readonly id: number
  readonly title: string
  readonly slug: string | null
}

export interface Embedding {
  readonly embedId: string
  /** The origins whose pages may show it. An empty list means every page. */
  readonly allowedDomains: readonly string[]
}

/** Reads from a Superset, as one account. */
export type SupersetReader = Pick<SupersetSession, 'url' | 'get'>

/** The most that Superset returns at once. */
const PAGE_SIZE = 100
/** 100,000 dashboards, or fewer where a Superset has smaller pages. */
const MAX_PAGES = 1_000

/**
 * Every dashboard that the account may see, by title.
 *
 * @throws {ToolError} `not-superset` when Superset still has more after 1,000 pages
 */
export async function listDashboards(session: SupersetReader): Promise<readonly Dashboard[]> {
  // By id: a dashboard that changes meanwhile may move from one page to the next.
  const dashboards = new Map<number, Dashboard>()
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = `(columns:!(id,dashboard_title,slug),order_column:dashboard_title,order_direction:asc,page:${page},page_size:${PAGE_SIZE})`
    const response = await session.get(`/api/v1/dashboard/?q=${encodeURIComponent(query)}`)
    const { count, result } = Object(await bodyOf(response))
    if (!response.ok || !Array.isArray(result)) throw await refusal(response, REFUSED_READ)
    const before = dashboards.size
    for (const { id, dashboard_title: title, slug } of result.map(Object)) {
      if (typeof id === 'number') dashboards.set(id, { id, title: textOf(title), slug: textOf(slug) || null })
    }
    if (dashboards.size === before || dashboards.size >= count) return [...dashboards.values()]
  }
  throw new ToolError(
    'not-superset',
    `${session.url} still has more dashboards after ${MAX_PAGES.toLocaleString('en')} pages, the most that are read. Check the address, or sign in with an account that sees fewer.`,
  )
}

/** `undefined` where the dashboard is not embedded. */
export async function readEmbedding(session: SupersetReader, id: number): Promise<Embedding | undefined> {
  const response = await session.get(`/api/v1/dashboard/${id}/embedded`)
  // Only Superset's own 404 means "not embedded". After a proxy's page the allowed domains would be overwritten.
  const isSupersets = response.status === 404 && (await bodyOf(response)) !== undefined
  return isSupersets ? undefined : embeddingOf(response, REFUSED_READ)
}

/** The number of the dashboard that has this embed id. */
export async function idOfEmbedded(session: SupersetSession, embedId: string): Promise<number | undefined> {
  const response = await session.get(`/api/v1/embedded_dashboard/${embedId}`)
  const { dashboard_id: id } = Object(Object(await bodyOf(response)).result)
  return response.ok ? Number(id) : undefined
}

/**
 * Embeds the dashboard, or changes who may show it; its embed id stays.
 *
 * @throws {ToolError} `not-superset` where others are allowed afterwards, or everybody
 */
export async function writeEmbedding(
  session: SupersetSession,
  id: number,
  allowedDomains: readonly string[],
): Promise<Embedding> {
  const response = await session.post(`/api/v1/dashboard/${id}/embedded`, { allowed_domains: allowedDomains })
  const embedding = await embeddingOf(response, REFUSED_WRITE)
  if (JSON.stringify(embedding.allowedDomains) === JSON.stringify(allowedDomains)) return embedding
  throw new ToolError(
    'not-superset',
    `${response.url} kept other domains than were sent. Run guestpass dashboards to see which pages may show it now.`,
  )
}

async function embeddingOf(response: Response, refusals: Refusals): Promise<Embedding> {
  const { uuid, allowed_domains: allowedDomains } = Object(Object(await bodyOf(response)).result)
  if (!response.ok || !isEmbedId(uuid) || !Array.isArray(allowedDomains)) {
    throw await refusal(response, refusals)
  }
  return { embedId: uuid, allowedDomains: allowedDomains.map(textOf) }
}

/** It goes into an address, and into the line of JSX that is to be pasted. */
export function isEmbedId(value: unknown): value is string {
  return typeof value === 'string' && EMBED_ID.test(value)
}

const EMBED_ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

const REFUSED_READ: Refusals = {
  401: 'the access token is not valid, or no longer.',
  403: "the account's roles lack can_read on Dashboard.",
}

const REFUSED_WRITE: Refusals = {
  400: 'it does not take these domains.',
  401: 'the access token is not valid, or no longer.',
  403: "the account's roles lack can_set_embedded on Dashboard: Admin has it.",
  404: 'the dashboard is gone, or not for this account.',
}
