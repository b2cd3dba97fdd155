import { bare, createGrantReader, type GrantReader } from '../grant-reader'
import { type Built, BuiltClause } from './built-clause'
import { nameProblem, quotedName, TABLE_SLOT } from './column'

/**
 * A row-level security rule. Several rules are joined with AND: a row shows if all of them allow it.
 *
 * @example
 * { clause: sql.eq('organisation_id', 7), datasets: [21, 34] }
 */
export interface RlsRule {
  /** What Superset pastes into the WHERE of its queries: made by `rls(…)`, or your own SQL, which must not contain a value. */
  readonly clause: string | BuiltClause
  /**
   * The datasets that the rule is for. It becomes one rule of Superset for each of them. Name the table's dataset and
   * every virtual dataset over the table. @default every dataset
   */
  readonly datasets?: AtLeastOne<RlsDataset>
}

/**
 * A dataset: its number in Superset. A clause of `clickhousedb` also needs the table's name, because it writes every
 * column with its table: `{ id: 21, table: 'orders' }`, or `{ id: 34, virtual: true }` for a virtual dataset.
 */
export type RlsDataset =
  | number
  | { readonly id: number; readonly table: string }
  | { readonly id: number; readonly virtual: true }

/**
 * A list with at least one entry. The compiler does not know that of the array that `map` returns:
 * `const [first, ...others] = ids.map(…)`, and then `first && [first, ...others]`.
 */
export type AtLeastOne<T> = readonly [T, ...T[]]

/** A rule as a guest token contains it. Superset drops unknown fields, and a rule without `dataset` is for all datasets. */
export interface SupersetRule {
  readonly clause: string
  readonly dataset?: number
}

/** @throws {GuestpassError} `grant-invalid` */
export function supersetRules(rls: unknown): readonly SupersetRule[] {
  if (rls === 'all-rows') return []
  const reader = createGrantReader()
  const rules = readRules(reader, rls)
  reader.finish()
  return rules
}

/** The rules in a grant, as one rule for each dataset. Their clauses are texts, so that JSON tells two grants apart. */
export function parseRules(reader: GrantReader, value: unknown): AtLeastOne<RlsRule> {
  const [first = NO_ROWS, ...others] = readRules(reader, value).map(
    ({ clause, dataset }): RlsRule =>
      bare(dataset === undefined ? { clause } : { clause, datasets: [dataset] }),
  )
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

function readRule(reader: GrantReader, value: unknown, path: string): readonly SupersetRule[] {
  const rule = reader.fields(value, path, ['clause', 'datasets'])
  if (!rule) return []
  const built = BuiltClause.read(rule.clause)
  const clause = built?.sql ?? reader.text(rule.clause, `${path}.clause`)
  // `datasets: undefined` would make the rule one for all datasets by accident, so it is refused.
  if ('datasets' in rule) {
    const datasets = readDatasets(reader, rule.datasets, `${path}.datasets`, built)
    return datasets.map(({ id, table }) =>
      bare({ clause: clause.replaceAll(TABLE_SLOT, table), dataset: id }),
    )
  }
  if (built?.dialect.mustQualify) reader.problem(`${path}.datasets`, `is missing: ${howToName(built)}`)
  return [bare({ clause })]
}

interface NamedDataset {
  readonly id: number
  /** How the clause writes the table's name; empty where clauses do not need it. */
  readonly table: string
}

function readDatasets(
  reader: GrantReader,
  value: unknown,
  path: string,
  built: Built | undefined,
): readonly NamedDataset[] {
  const datasets = reader
    .list(value, path)
    .map((dataset, index) =>
      built?.dialect.mustQualify
        ? readQualified(reader, dataset, `${path}[${index}]`, built)
        : { id: readId(reader, dataset, `${path}[${index}]`), table: '' },
    )
  if (datasets.length === 0) {
    reader.problem(path, 'names no dataset: name one, or leave it out, and the rule is for every dataset')
  }
  const ids = datasets.map(({ id }) => id)
  const repeated = ids.findIndex((id, index) => ids.indexOf(id) < index)
  if (repeated >= 0) reader.problem(`${path}[${repeated}]`, 'names a dataset a second time')
  return datasets
}

function readQualified(reader: GrantReader, value: unknown, path: string, built: Built): NamedDataset {
  if (typeof value !== 'object') reader.problem(path, `does not name its table: ${howToName(built)}`)
  else {
    const { id, table, virtual } = reader.fields(value, path, ['id', 'table', 'virtual']) ?? {}
    const dataset = readId(reader, id, `${path}.id`)
    if (virtual === true && table === undefined) {
      return { id: dataset, table: quotedName(VIRTUAL_TABLE, built.dialect) }
    }
    if (virtual !== undefined)
      reader.problem(path, `needs either a table or virtual: true: ${howToName(built)}`)
    const name = reader.text(table, `${path}.table`)
    const problem = tableProblem(name, built)
    if (problem !== undefined) reader.problem(`${path}.table`, problem)
    return { id: dataset, table: quotedName(name, built.dialect) }
  }
  return { id: 0, table: '' }
}

/** Superset gives the SQL of a virtual dataset this alias. */
const VIRTUAL_TABLE = 'virtual_table'

function tableProblem(name: string, { dialect }: Built): string | undefined {
  if (name.includes('.')) return 'contains a dot: write the name of the table without its schema'
  return nameProblem(name, dialect)
}

function readId(reader: GrantReader, value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value
  reader.problem(path, "is not a dataset's number")
  return 0
}

function howToName({ database }: Built): string {
  return `a clause of ${database} needs datasets with their tables, as in { id: 21, table: 'orders' }, or { id: 34, virtual: true } for a virtual dataset`
}
