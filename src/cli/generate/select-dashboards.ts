/** The dashboards that a command generates: the named dashboards, or all embedded ones. */

import { ToolError } from '../../core/tool-error'
import { findDashboard } from '../find-dashboard'
import { inTurn } from '../in-turn'
import { printableLine } from '../printable'
import { publicReads, publicReadsSentence, takeFromPublic } from '../public-reads'
import {
  type Dashboard,
  type Embedding,
  idOfEmbedded,
  isEmbedId,
  listDashboards,
  readEmbedding,
} from '../superset-dashboards'
import type { SupersetSession } from '../superset-session'
import { misuse } from '../words'
import type { Embedded } from './read-structure'

/** A Superset has few workers, and viewers need them too. */
const AT_ONCE = 6

/**
 * @param names embed ids, numbers, slugs or titles; empty for all embedded dashboards
 * @throws {ToolError} `option-invalid` for a name without a dashboard, `descriptor-invalid` for a dashboard that is not
 * embedded, or when none is
 */
export async function selectDashboards(
  session: SupersetSession,
  names: readonly string[],
): Promise<readonly Embedded[]> {
  const dashboards = await listDashboards(session)
  if (names.length === 0) return selectEmbedded(session, dashboards)
  const selected = await inTurn(names, AT_ONCE, async (name) => {
    const dashboard = await findDashboard(await numberOf(session, name), dashboards, session)
    const embedding = await readEmbedding(session, dashboard.id)
    if (embedding === undefined) throw notEmbedded(session, dashboard)
    return toEmbedded(dashboard, embedding)
  })
  // The same dashboard may be named twice, by its slug and by its title.
  return [...new Map(selected.map((dashboard) => [dashboard.numericId, dashboard])).values()]
}

async function numberOf(session: SupersetSession, name: string): Promise<string> {
  if (!isEmbedId(name)) return name
  const number = await idOfEmbedded(session, name)
  if (number !== undefined) return String(number)
  throw misuse(`No dashboard has the embed id ${name}. guestpass dashboards lists the embed ids.`)
}

async function selectEmbedded(
  session: SupersetSession,
  dashboards: readonly Dashboard[],
): Promise<readonly Embedded[]> {
  const read = await inTurn(dashboards, AT_ONCE, async (dashboard) => {
    const embedding = await readEmbedding(session, dashboard.id)
    return embedding && toEmbedded(dashboard, embedding)
  })
  const embedded = read.filter((dashboard) => dashboard !== undefined)
  if (embedded.length > 0) return embedded
  const names = await publicReads(session.getAsNobody, ['Dashboard'])
  if (names.length > 0) {
    throw new ToolError('descriptor-invalid', `${publicReadsSentence(names)} ${takeFromPublic(names)}`)
  }
  throw new ToolError(
    'descriptor-invalid',
    `None of the ${dashboards.length} dashboards that this account may see is embedded. Embed one first: npx guestpass enable <dashboard> --superset ${session.url} --allow https://app.example.com`,
  )
}

function toEmbedded({ id }: Dashboard, { embedId }: Embedding): Embedded {
  return { numericId: id, embedId }
}

function notEmbedded({ url }: SupersetSession, { id, title }: Dashboard): ToolError {
  return new ToolError(
    'descriptor-invalid',
    `The dashboard ${printableLine(title)} (id ${id}) is not embedded. Embed it first: npx guestpass enable ${id} --superset ${url} --allow https://app.example.com`,
  )
}
