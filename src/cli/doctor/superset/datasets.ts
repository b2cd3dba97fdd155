import { parseJson } from '../../../core/parse-json'
import { inTurn } from '../../in-turn'
import type { SupersetSession } from '../../superset-session'
import { AT_ONCE, resultOf } from '../answer'
import { check } from '../check'
import { type Finding, warn } from '../finding'
import type { Dataset, Rule } from '../subject'
import { isSameName } from './sql-names'
import { readTables } from './sql-tables'

export const datasets = check({
  name: 'datasets',
  about:
    "the dashboard's datasets with their ids, for `datasets` in a rule, and the datasets that virtual datasets read",
  problems: { 'datasets-unreadable': 'the account may not read the dashboard’s datasets' },
  needs: ['session', 'embedding'],
  reads: ['Dashboard', 'Dataset'],
  async run({ session, embedding, rls = [] }) {
    const response = await session.get(`/api/v1/dashboard/${embedding.numericId}/datasets`)
    const listed = await resultOf(response)
    if (response.status !== 200 || !Array.isArray(listed)) {
      return unreadable(`The request for the datasets is answered with ${response.status}.`)
    }
    const filters = await filterDatasets(session, embedding.numericId)
    if (filters === undefined) {
      return unreadable(
        'The request for the filters of the dashboard failed, so their datasets are not known.',
      )
    }
    const ids = [...new Set([...listed.map((entry) => Number(Object(entry).id)), ...filters.keys()])]
    const withoutFilters = await readDatasets(session, ids)
    const read = withoutFilters.map((dataset) => ({ ...dataset, filterId: filters.get(dataset.id) }))
    if (read.length < ids.length) {
      return unreadable(
        'The account may not read the columns of some datasets, so no rule was compared with them.',
      )
    }
    const otherDatasets = await readOthers(session, read, rls)
    const names = read.map(({ id, name }) => `${id} ${name}`).join(', ')
    return { ok: names || 'none', learnt: { datasets: read, otherDatasets } }
  },
})

function unreadable(what: string): Finding {
  const fix =
    'To check rules and databases, the account needs:\n  can read on Dashboard, Dataset and Database'
  return warn('datasets-unreadable', what, fix)
}

/**
 * The datasets of native filters: the filter's id by the dataset's number. Superset does not list these datasets with the
 * dashboard, and a guest can query them.
 */
async function filterDatasets(
  session: SupersetSession,
  dashboard: number,
): Promise<ReadonlyMap<number, string> | undefined> {
  const response = await session.get(`/api/v1/dashboard/${dashboard}`)
  const { json_metadata: text } = await resultOf(response)
  if (response.status !== 200) return undefined
  const metadata = typeof text === 'string' && text !== '' ? parseJson(text) : {}
  if (metadata === undefined) return undefined
  const filters = [Object(metadata).native_filter_configuration ?? []].flat()
  return new Map(
    filters.flatMap((filter) => {
      const { id, targets } = Object(filter)
      return [targets ?? []].flat().flatMap((target) => {
        const { datasetId } = Object(target)
        return Number.isInteger(datasetId) ? [[datasetId, String(id)] as const] : []
      })
    }),
  )
}

/** The datasets that the account may read, in this order. */
async function readDatasets(session: SupersetSession, ids: readonly number[]): Promise<readonly Dataset[]> {
  const read = await inTurn(ids, AT_ONCE, (id) => readDataset(session, id))
  return read.filter((dataset) => dataset !== undefined)
}

/** Reads the dataset itself, because a dashboard lists only the columns that it shows, and a rule may name any column. */
async function readDataset(session: SupersetSession, id: number): Promise<Dataset | undefined> {
  const response = await session.get(`/api/v1/dataset/${id}`)
  const { table_name: name, catalog, schema, sql, columns, database } = await resultOf(response)
  if (response.status !== 200 || !Array.isArray(columns)) return undefined
  const { id: databaseId, backend } = Object(database)
  return {
    id,
    name: String(name),
    catalog: textOf(catalog),
    schema: textOf(schema),
    sql: textOf(sql),
    columns: columns.map((column) => String(Object(column).column_name)),
    databaseId: typeof databaseId === 'number' ? databaseId : undefined,
    backend: textOf(backend),
  }
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

/** Datasets that a rule names and the dashboard does not show, and the datasets of the tables in virtual SQL. */
async function readOthers(
  session: SupersetSession,
  shown: readonly Dataset[],
  rules: readonly Rule[],
): Promise<readonly Dataset[]> {
  if (rules.length === 0) return []
  const named = rules.flatMap(({ dataset }) => dataset ?? [])
  const tables = new Set(
    shown.flatMap(({ sql }) => (sql === undefined ? [] : readTables(sql).tables)).map(({ name }) => name),
  )
  const listed = await inTurn([...tables], AT_ONCE, (name) => idsOfTable(session, name))
  const known = new Set(shown.map(({ id }) => id))
  const ids = [...new Set([...named, ...listed.flat()])].filter((id) => !known.has(id))
  return readDatasets(session, ids)
}

/** The datasets with this name of a table, in upper or lower case. */
async function idsOfTable(session: SupersetSession, name: string): Promise<readonly number[]> {
  const text = `'${name.replace(/[!']/g, '!$&')}'`
  const query = `(columns:!(id,table_name),filters:!((col:table_name,opr:ct,value:${text})),page_size:100)`
  const response = await session.get(`/api/v1/dataset/?q=${encodeURIComponent(query)}`)
  const listed = await resultOf(response)
  if (response.status !== 200 || !Array.isArray(listed)) return []
  return listed.flatMap((entry) => {
    const { id, table_name: table } = Object(entry)
    return typeof id === 'number' && isSameName(String(table), name) ? [id] : []
  })
}

export const databases = check({
  name: 'databases',
  about: "whether Superset may only read the databases of the dashboard's datasets",
  problems: {
    'database-dml': 'a database of the dashboard allows statements that change data',
    'database-uploads': 'a database of the dashboard allows uploads',
    'database-unreadable': 'the account may not read the settings of a database',
  },
  needs: ['session', 'datasets'],
  reads: ['Database'],
  async run({ session, datasets }) {
    const ids = [...new Set(datasets.flatMap(({ databaseId }) => databaseId ?? []))]
    const findings: Finding[] = []
    const find = (id: string, what: string, fix: string) => findings.push(warn(id, what, fix))
    const edit = 'Settings → Database Connections → Edit → Advanced'
    for (const id of ids) {
      const response = await session.get(`/api/v1/database/${id}`)
      const { database_name: name, allow_dml: dml, allow_file_upload: uploads } = await resultOf(response)
      if (response.status !== 200) {
        const what = `Superset answers ${response.status} to the request for database ${id}.`
        find('database-unreadable', what, 'Give the account:\n  can read on Database')
      }
      if (dml === true) {
        const what = `The database ${name} allows DML: SQL that gets into a rule could change its data.`
        const fix = `${edit} → SQL Lab: untick "Allow DML", and connect with an account that can only read.`
        find('database-dml', what, fix)
      }
      if (uploads === true) {
        const what = `The database ${name} allows uploads: files of users become tables next to your customers' data.`
        find('database-uploads', what, `${edit} → Security: untick "Allow file uploads to database".`)
      }
    }
    return { findings, ok: ids.length > 0 ? 'can only be read' : 'none' }
  },
})
