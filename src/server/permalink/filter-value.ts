/** The value of a filter as a browser may send it: text, a number, true, false, `null`, or a list of these. */
export type FilterValue = Scalar | readonly Scalar[]

/** @inline */
type Scalar = string | number | boolean | null

/** By the id of the filter, `NATIVE_FILTER-…`. */
export type FilterValues = Readonly<Record<string, FilterValue>>

const ID = /^NATIVE_FILTER-[\w-]{1,100}$/

/** Checks every id and every value, because the browser can send anything. `undefined` when one has another form. */
export function readFilterValues(value: unknown): FilterValues | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const entries = Object.entries(value)
  const isValid = entries.every(([id, item]) => ID.test(id) && isFilterValue(item))
  return isValid ? Object.fromEntries(entries) : undefined
}

function isFilterValue(value: unknown): value is FilterValue {
  return Array.isArray(value) ? value.every(isScalar) : isScalar(value)
}

const isScalar = (value: unknown): value is Scalar =>
  value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value)
