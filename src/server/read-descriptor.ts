/**
 * Reads the parts of a descriptor that a grant may contain in place of an id: a dashboard, and the dataset of a rule. A part must
 * have the form that `npx guestpass generate` writes. Any other form is a problem of the grant, so that a rule never filters
 * another dataset than its author meant.
 */

import type { GrantReader } from './grant-reader'

const DASHBOARD = [
  'embedId',
  'numericId',
  'title',
  'crossFilters',
  'filters',
  'tabs',
  'charts',
  'datasets',
] as const
const DATASET = ['id', 'table', 'virtual', 'columns', 'metrics'] as const

/** The embed id of a dashboard in a grant: the text itself, or the descriptor's. */
export function readDashboard(reader: GrantReader, value: unknown, path: string): string {
  if (typeof value !== 'object' || value === null) return reader.text(value, path)
  const { embedId, numericId } = reader.fields(value, path, DASHBOARD) ?? {}
  if (!isNumber(numericId)) {
    reader.problem(path, 'is not an embed id, and not a dashboard that npx guestpass generate wrote')
  }
  return reader.text(embedId, `${path}.embedId`)
}

/** A dataset with its columns and metrics, as only a descriptor has it. */
export const isDescribed = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'columns' in value && 'metrics' in value

/** The fields of a dataset of a descriptor. Its id and its table are not checked yet. */
export function readDescribed(
  reader: GrantReader,
  value: object,
  path: string,
): { readonly id?: unknown; readonly table?: unknown; readonly virtual?: unknown } {
  const { columns, metrics, ...dataset } = reader.fields(value, path, DATASET) ?? {}
  reader.record(columns, `${path}.columns`)
  reader.list(metrics, `${path}.metrics`)
  const { table, virtual } = dataset
  if ((virtual === true) === (typeof table === 'string' && table !== '')) {
    reader.problem(path, 'needs table or virtual: true, as in the file of npx guestpass generate')
  }
  return dataset
}

/** Whether the value can be the number of a dashboard or a dataset in Superset. */
export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
}
