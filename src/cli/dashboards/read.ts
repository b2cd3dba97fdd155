import { inTurn } from '../in-turn'
import { listDashboards, readEmbedding, type SupersetReader } from '../superset-dashboards'
import type { EmbeddedDashboard } from './show'

/** The most requests at the same time: Superset has few workers, and viewers need them too. */
const AT_ONCE = 6

/** Every dashboard that the account may see, with its embed id where it is embedded. */
export async function readEmbeddedDashboards(reader: SupersetReader): Promise<readonly EmbeddedDashboard[]> {
  return inTurn(await listDashboards(reader), AT_ONCE, async (dashboard) => {
    const embedding = await readEmbedding(reader, dashboard.id)
    return { ...dashboard, embedId: null, allowedDomains: null, ...embedding }
  })
}
