/** Compares a generated file with Superset. The command and the doctor share this. */

import { ToolError } from '../../core/tool-error'
import { shellWord } from '../shell-word'
import { idOfEmbedded, listDashboards, readEmbedding } from '../superset-dashboards'
import type { SupersetSession } from '../superset-session'
import { type Change, compareStructures } from './compare'
import { createStructureReader, type Embedded, type StructureReader } from './read-structure'
import { nameOf, type Structure } from './structure'
import type { NamedStructure } from './write-module'

/** The command that writes the file again, with the same dashboards. */
export function commandFor(dashboards: readonly NamedStructure[], url: string, file: string): string {
  const ids = dashboards.map(({ structure }) => structure.embedId).join(' ')
  return `npx guestpass generate ${ids} --superset ${url} --out ${shellWord(file)}`
}

/**
 * @param file the path of the generated file, for messages
 * @param warn is called for a dataset that the account cannot read
 * @throws {ToolError} `descriptor-invalid` when Superset has none of the dashboards
 */
export async function compareWithSuperset(
  session: SupersetSession,
  dashboards: readonly NamedStructure[],
  file: string,
  warn: (text: string) => void,
): Promise<readonly Change[]> {
  const reader = createStructureReader(session, warn)
  const current: (Structure | undefined)[] = []
  for (const { structure } of dashboards) current.push(await readCurrent(session, structure, reader))
  if (current.every((structure) => structure === undefined)) throw anotherSuperset(session, dashboards, file)
  return dashboards.flatMap(({ exportName, structure }, index) =>
    compareStructures(exportName, structure, current[index]),
  )
}

async function readCurrent(
  session: SupersetSession,
  structure: Structure,
  reader: StructureReader,
): Promise<Structure | undefined> {
  const embedded = await findEmbedded(session, structure)
  return embedded && reader.read(embedded)
}

/**
 * The dashboard with the embed id of the file. Its number is tried first, because every account that can read dashboards
 * can read that. A dashboard that was embedded again has another embed id: it is the same if number and title are.
 */
async function findEmbedded(
  session: SupersetSession,
  { embedId, numericId, title }: Structure,
): Promise<Embedded | undefined> {
  const embedding = await readEmbedding(session, numericId)
  if (embedding?.embedId === embedId) return { numericId, embedId }
  const number = await idOfEmbedded(session, embedId)
  if (number !== undefined) return { numericId: number, embedId }
  if (embedding === undefined) return undefined
  const namesake = (await listDashboards(session)).find(({ id }) => id === numericId)
  return namesake !== undefined && nameOf(namesake.title, numericId) === title
    ? { numericId, embedId: embedding.embedId }
    : undefined
}

function anotherSuperset(
  { url }: SupersetSession,
  dashboards: readonly NamedStructure[],
  file: string,
): ToolError {
  const ids = dashboards.map(({ structure }) => structure.embedId).join(', ')
  return new ToolError(
    'descriptor-invalid',
    `No dashboard of ${file} is embedded in ${url} (${ids}). The file belongs to another Superset, or embedding was turned off. Check --superset. For this Superset, run npx guestpass generate --superset ${url} --out ${shellWord(file)}`,
  )
}
