import { columnSql, type RlsColumn } from './column'
import type { Dialect } from './dialect'
import { refuseAt } from './refuse'
import { NULL, type RlsValue, valueSql } from './value'

/** A condition that no row meets, and every row under `not`. */
export const NO_ROWS = '1 = 0'

/** Superset 4.1 and 5.0 refuse a query of more than 10,000 tokens, and a value in a list is three of them. */
const MAX_VALUES = 3_000

export function oneOfSql(column: RlsColumn, values: readonly RlsValue[], dialect: Dialect): string {
  const name = columnSql(column, dialect, 'oneOf')
  const refuse = refuseAt('oneOf.values')
  if (!Array.isArray(values)) throw refuse('is not a list')
  const list = Array.from(values, (value, index) => valueSql(value, dialect, `oneOf.values[${index}]`))
  const { maxValues = MAX_VALUES, nullBesideList } = dialect
  if (list.length > maxValues) {
    throw refuse(`has more than ${maxValues} values: put them into a table, and join it in the dataset`)
  }
  if (!nullBesideList || !list.includes(NULL)) return listSql(name, list)
  const others = list.filter((value) => value !== NULL)
  return `${listSql(name, others)} OR ${name} = ${NULL}`
}

function listSql(name: string, list: readonly string[]): string {
  return list.length > 0 ? `${name} IN (${list.join(', ')})` : NO_ROWS
}
