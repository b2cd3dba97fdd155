import type { Dataset, Rule } from '../subject'
import { isSameName } from './sql-names'
import { readTables, type TableName } from './sql-tables'

/** A rule of the app: one rule of Superset for each dataset that it names, or one for every dataset. */
export interface AppRule {
  readonly number: number
  readonly rules: readonly Rule[]
}

export function appRulesOf(rules: readonly Rule[]): readonly AppRule[] {
  const numbers = [...new Set(rules.map(({ number }) => number))]
  return numbers.map((number) => ({ number, rules: rules.filter((rule) => rule.number === number) }))
}

/**
 * How a rule is for a dataset: for `every` one, for this one by its number (`named`), for a table that its SQL reads
 * (`inside`), or not at all.
 */
export type Scope = 'every' | 'named' | 'inside' | 'none'

export function scopeOf({ rules }: AppRule, dataset: Dataset, known: readonly Dataset[]): Scope {
  if (rules.some((rule) => rule.dataset === undefined)) return 'every'
  if (rules.some((rule) => rule.dataset === dataset.id)) return 'named'
  return tablesUnder(dataset, known).some(({ id }) => rules.some((rule) => rule.dataset === id))
    ? 'inside'
    : 'none'
}

/** The datasets whose tables the SQL of a virtual dataset reads, by their names in any case or their numbers. */
export function tablesUnder({ id, sql }: Dataset, known: readonly Dataset[]): readonly Dataset[] {
  if (sql === undefined) return []
  const { tables, datasetIds } = readTables(sql)
  return known.filter(
    (table) =>
      table.id !== id &&
      (datasetIds.includes(table.id) || tables.some(({ name }) => isSameName(name, table.name))),
  )
}

/** The places in the SQL that read the table by its name. */
export function mentionsOf(table: Dataset, sql: string): readonly TableName[] {
  return readTables(sql).tables.filter(({ name }) => isSameName(name, table.name))
}

/** For a message: `34 (returns)`. */
export const nameOfDataset = ({ id, name }: Dataset) => `${id} (${name})`

/** The rule to copy. ClickHouse needs the name of each table. */
export function ruleFor(datasets: readonly Dataset[], needsTables: boolean): string {
  const list = datasets.map(({ id, name, sql }) => {
    if (!needsTables) return String(id)
    return sql === undefined ? `{ id: ${id}, table: '${name}' }` : `{ id: ${id}, virtual: true }`
  })
  return `  { clause, datasets: [${list.join(', ')}] }`
}
