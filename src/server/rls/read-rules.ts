import { bare, GrantReader } from '../grant-reader'
import { isDescribed, isNumber, readDescribed } from '../read-descriptor'
import { type Built, BuiltClause } from './built-clause'
import { nameProblem, quotedName, TABLE_SLOT } from './column'
import type { AtLeastOne, RlsRule, SupersetRule } from './rule'

/** The rules of a grant as a token contains them. @throws {GuestpassError} `grant-invalid` */
export function supersetRules(rls: unknown): readonly SupersetRule[] {
  if (rls === 'all-rows') return []
  const reader = new GrantReader()
  const rules = readRules(reader, rls)
  reader.finish()
  return rules
}

/** The rules of a grant, each for one dataset or for all. Their clauses are texts, so that two different grants have different JSON. */
export function parseRules(reader: GrantReader, value: unknown): AtLeastOne<RlsRule> {
  const rules = readRules(reader, value).map(
    ({ clause, dataset }): RlsRule => bare({ clause, ...(dataset !== undefined && { datasets: [dataset] }) }),
  )
  const [first = NO_ROWS, ...others] = rules
  return [first, ...others]
}

/** Stands where the reader has reported a problem and throws in the end. */
export const NO_ROWS: RlsRule = { clause: '1 = 0' }

function readRules(reader: GrantReader, value: unknown): readonly SupersetRule[] {
  const rules = value === undefined ? [] : reader.list(value, 'rls')
  if (rules.length === 0) {
    reader.problem(
      'rls',
      "is missing or empty: give rules, or write 'all-rows' if the viewer may see every row",
    )
  }
  return rules.flatMap((rule, index) => readRule(reader, rule, `rls[${index}]`))
}

/** One rule of Superset for each dataset that the rule names. */
function readRule(reader: GrantReader, value: unknown, path: string): readonly SupersetRule[] {
  const rule = reader.fields(value, path, ['clause', 'datasets'])
  if (!rule) return []
  const built = BuiltClause.read(rule.clause)
  const clause = built?.sql ?? reader.text(rule.clause, `${path}.clause`)
  if (built?.dialect.qualified) {
    const read = (dataset: unknown, at: string) => readWithTable(reader, dataset, at, built)
    const datasets = readDatasets(reader, rule.datasets, `${path}.datasets`, read, howToName(built))
    return datasets.map(({ id, table }) => bare({ clause: clauseOf(built, table), dataset: id }))
  }
  // `datasets: undefined` would make the rule one for every dataset by accident, so it is refused.
  if (!('datasets' in rule)) return [bare({ clause })]
  const read = (dataset: unknown, at: string) => ({ id: readDataset(reader, dataset, at) })
  const datasets = readDatasets(reader, rule.datasets, `${path}.datasets`, read, HOW_TO_NAME)
  return datasets.map(({ id }) => bare({ clause, dataset: id }))
}

const HOW_TO_NAME =
  'name at least one, as in [21, 34] or [sales.datasets.orders], or leave it out, and the rule is for every dataset'

function howToName({ database }: Built): string {
  return `with a clause of ${database} write [{ id: 21, table: 'orders' }], or [{ id: 34, virtual: true }] for a virtual dataset`
}

function readDatasets<Dataset extends { readonly id: number }>(
  reader: GrantReader,
  value: unknown,
  path: string,
  read: (dataset: unknown, path: string) => Dataset,
  howTo: string,
): readonly Dataset[] {
  const list = Array.isArray(value) ? reader.list(value, path) : []
  if (list.length === 0) reader.problem(path, `is not a list of datasets, or is empty: ${howTo}`)
  const datasets = list.map((dataset, index) => read(dataset, `${path}[${index}]`))
  const ids = datasets.map(({ id }) => id)
  const repeated = ids.findIndex((id, index) => id !== NO_DATASET && ids.indexOf(id) < index)
  if (repeated >= 0) reader.problem(`${path}[${repeated}]`, 'names a dataset a second time')
  return datasets
}

/** A dataset, and the name by which its queries know the table. */
function readWithTable(
  reader: GrantReader,
  value: unknown,
  path: string,
  built: Built,
): { readonly id: number; readonly table: string } {
  if (typeof value !== 'object' || value === null) {
    reader.problem(path, `does not name its table: ${howToName(built)}`)
    return { id: NO_DATASET, table: '' }
  }
  const { id, table, virtual } = isDescribed(value)
    ? readDescribed(reader, value, path)
    : (reader.fields(value, path, ['id', 'table', 'virtual']) ?? {})
  const dataset = { id: readId(reader, id, `${path}.id`), table: VIRTUAL_TABLE }
  if (virtual === true && table === undefined) return dataset
  if (virtual !== undefined) reader.problem(path, `needs either table or virtual: true: ${howToName(built)}`)
  const problem = tableProblem(table, built)
  if (problem !== undefined) reader.problem(`${path}.table`, `${problem}: ${howToName(built)}`)
  return { ...dataset, table: String(table) }
}

/** Superset gives the SQL of a virtual dataset this alias. */
const VIRTUAL_TABLE = 'virtual_table'

function tableProblem(table: unknown, { dialect }: Built): string | undefined {
  const problem = nameProblem(table, dialect)
  if (problem !== undefined) return problem
  return String(table).includes('.') ? 'contains a dot, and a table is named without its schema' : undefined
}

/** The clause with every column behind its table's name. */
function clauseOf({ sql, dialect }: Built, tableName: string): string {
  const table = quotedName(tableName, dialect)
  const clause = sql.replaceAll(TABLE_SLOT, () => table)
  return dialect.qualified ? `(${dialect.qualified.guard(table)} AND ${clause})` : clause
}

/** The number of a dataset: the number itself, or that of a descriptor's dataset. */
function readDataset(reader: GrantReader, value: unknown, path: string): number {
  if (!isDescribed(value)) return readId(reader, value, path)
  return readId(reader, readDescribed(reader, value, path).id, `${path}.id`)
}

function readId(reader: GrantReader, value: unknown, path: string): number {
  if (isNumber(value)) return value
  reader.problem(path, "is not a dataset's number")
  return NO_DATASET
}

/** Stands for a number that the reader has reported. */
const NO_DATASET = 0
