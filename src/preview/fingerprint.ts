import type { Outcome } from './model'
import { type Backslash, structureOf } from './sql-tokens'

/**
 * Everything about a compiled model that no value should change: the YAML structure, the structure of each SQL, and the
 * other texts, except the texts that may contain the value.
 */
export function createFingerprint() {
  // Most texts are the same in each trial.
  const known = new Map<string, string>()

  function structureOnce(sql: string, backslash: Backslash): string {
    const key = backslash + sql
    const structure = known.get(key) ?? structureOf(sql, backslash)
    known.set(key, structure)
    return structure
  }

  return (
    { texts, shape }: Outcome,
    backslash: Backslash,
    mayHoldValue: (index: number) => boolean,
  ): string => {
    const structures = texts.map(({ isSql, once }, index) => {
      if (isSql) return structureOnce(once, backslash)
      return mayHoldValue(index) ? '' : once
    })
    return [shape, ...structures].join('\0')
  }
}
