import type { Outcome } from './model'
import { type Backslash, skeletonOf } from './sql-tokens'

/** Says everything about a model that no value should change; `isFree` tells in which other texts a value may be. */
export function createSigner() {
  // Most texts stay what they are.
  const known = new Map<string, string>()

  function skeletonOnce(sql: string, backslash: Backslash): string {
    const key = backslash + sql
    const skeleton = known.get(key) ?? skeletonOf(sql, backslash)
    known.set(key, skeleton)
    return skeleton
  }

  return ({ texts, shape }: Outcome, backslash: Backslash, isFree: (index: number) => boolean): string => {
    const signs = texts.map(({ isSql, once }, index) => {
      if (isSql) return skeletonOnce(once, backslash)
      return isFree(index) ? '' : once
    })
    return [shape, ...signs].join('\0')
  }
}
