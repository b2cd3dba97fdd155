import { BuiltClause } from '../../src/server/rls/built-clause'
import { supersetRules } from '../../src/server/rls/read-rules'
import type { SupersetRule } from '../../src/server/rls/rule'

/** The SQL of a clause as a token contains it: for the table `t`, where the database wants a table. */
export function sqlOf(clause: BuiltClause): string {
  const isQualified = BuiltClause.read(clause)?.dialect.qualified !== undefined
  const [rule]: readonly SupersetRule[] = supersetRules([
    isQualified ? { clause, datasets: [{ id: 1, table: 't' }] } : { clause },
  ])
  return rule?.clause ?? ''
}
