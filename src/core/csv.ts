import type { Row, RowsResult } from './rows'

/** A spreadsheet runs a text that begins with one of these as a formula. */
const FORMULA = /^[=+\-@\t\r]/

/**
 * Rows as CSV (RFC 4180), with a line of column names. A text that a spreadsheet would run as a formula gets an apostrophe in
 * front. `null` is an empty field.
 *
 * @example
 * const file = new Blob([toCsv(result)], { type: 'text/csv' })
 */
export function toCsv({ columns, rows }: Pick<RowsResult<object>, 'columns' | 'rows'>): string {
  const names = columns.map(({ name }) => name)
  const lines = rows.map((row) => names.map((name) => fieldOf((row as Row)[name] ?? null)))
  return [names.map(fieldOf), ...lines].map((fields) => `${fields.join(',')}\r\n`).join('')
}

function fieldOf(value: Row[string]): string {
  if (value === null) return ''
  const text = typeof value === 'string' && isFormula(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A negative number that is a text, as a large integer is, stays a number. */
const isFormula = (text: string) => FORMULA.test(text) && !/^-\d+(\.\d+)?$/.test(text)
