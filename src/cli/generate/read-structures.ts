import type { Terminal } from '../command'
import type { SupersetSession } from '../superset-session'
import { createStructureReader } from './read-structure'
import { selectDashboards } from './select-dashboards'
import type { Structure } from './structure'

/** Reads the dashboards with these names, or all embedded dashboards, and shows the progress. */
export async function readStructures(
  session: SupersetSession,
  names: readonly string[],
  { progress, warn }: Terminal,
): Promise<readonly Structure[]> {
  const reader = createStructureReader(session, warn)
  const structures: Structure[] = []
  try {
    for (const dashboard of await selectDashboards(session, names)) {
      progress(`reading dashboard ${dashboard.numericId} …`)
      structures.push(await reader.read(dashboard))
    }
  } finally {
    progress('')
  }
  return structures
}
