import { BuiltClause } from '../../src/server/rls/built-clause'
import { type SupersetRule, supersetRules } from '../../src/server/rls/rule'

/** The SQL of a clause as a token contains it: for the table `t`, where the database wants a table. */
export function sqlOf(clause: BuiltClause): string {
  const mustQualify = BuiltClause.read(clause)?.dialect.mustQualify
  const [rule]: readonly SupersetRule[] = supersetRules([
    mustQualify ? { clause, datasets: [{ id: 1, table: 't' }] } : { clause },
  ])
  return rule?.clause ?? ''
}
