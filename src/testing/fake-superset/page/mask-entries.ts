/** What all data masks of Superset's shape have in common: one entry for each filter and each chart, by its id. */

/** The entries of a data mask. */
export type MaskEntries<Entry> = Readonly<Record<string, Entry>>

export function isNative(id: string): boolean {
  return id.startsWith('NATIVE_FILTER-')
}

/** Takes over the entries of `given` that the mask has. `given` can be any value. */
export function merge<Entry extends { readonly id: string }>(
  mask: MaskEntries<Entry>,
  given: unknown,
): MaskEntries<Entry> {
  const known = Object.entries(Object(given) as Record<string, unknown>).filter(
    ([id, entry]) => Object.hasOwn(mask, id) && typeof entry === 'object' && entry !== null,
  )
  const merged = known.map(([id, entry]) => [id, { ...mask[id], ...(entry as object), id }])
  return { ...mask, ...Object.fromEntries(merged) }
}

/** The kinds of filters that changed. The page emits them with its data mask. */
export function changesBetween<Entry>(before: MaskEntries<Entry>, after: MaskEntries<Entry>) {
  const changed = Object.keys(after).filter((id) => after[id] !== before[id])
  return {
    crossFiltersChanged: changed.some((id) => !isNative(id)),
    nativeFiltersChanged: changed.some(isNative),
  }
}
