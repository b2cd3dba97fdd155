/** The ids and the values of native filters, as a browser, an address or a request may have them: anybody can write any form. */

/** The value of a filter as a browser may send it: text, a number, true, false, `null`, or a list of these. */
export type FilterValue = Scalar | readonly Scalar[]

/** @inline */
type Scalar = string | number | boolean | null

/** With what the id of every native filter begins. */
export const FILTER_PREFIX = 'NATIVE_FILTER-'

const FILTER = /^NATIVE_FILTER-[\w-]{1,100}$/

export const isFilterId = (id: string) => FILTER.test(id)

/** Never a mask with `extraFormData`: it would compose a query. */
export function isFilterValue(value: unknown): value is FilterValue {
  return Array.isArray(value) ? value.every(isScalar) : isScalar(value)
}

/** JSON has no form for `Infinity`, but `1e999` reads as `Infinity`. */
const isScalar = (value: unknown): value is Scalar =>
  value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value)
