import type { FilledText } from './document'
import type { Outcome } from './model'
import { type Backslash, skeletonOf } from './sql-tokens'

/** Everything about a model that no value should change, as a text; `isFree` says in which other texts a value may be. */
export function signatureOf(
  { texts, shape }: Outcome,
  backslash: Backslash,
  isFree: (text: FilledText, index: number) => boolean,
): string {
  const signs = texts.map((one, index) => {
    if (one.isSql) return skeletonOf(one.once, backslash)
    return isFree(one, index) ? '' : one.once
  })
  return [shape, ...signs].join('\0')
}
