/** The reach test, for the rules of a grant. */

import type { SupersetGrant } from '../server/grant'
import type { RlsDataset, RlsRule } from '../server/rls/rule'
import type { AskSuperset, Target } from './ask-superset'
import { type Reach, reachQuery, testReach } from './reach'

/** At least one rule. */
export type Rules = Exclude<SupersetGrant['rls'], 'all-rows'>

/** What is left of the dataset when these are the only rules, and no row meets them. */
export function reachOf(
  ask: AskSuperset,
  grant: SupersetGrant,
  rules: Rules,
  target: Target,
): Promise<Reach> {
  const columns = Object.keys(target.dataset.columns)
  const as = { closed: close(grant, rules), free: { ...grant, rls: 'all-rows' as const } }
  return testReach((which, howMany) => ask(as[which], target, reachQuery(columns, howMany)), 'inside')
}

/** The grant with these rules only, each with a clause that no row meets, for the same datasets. */
export function close(grant: SupersetGrant, [first, ...others]: Rules): SupersetGrant {
  return { ...grant, rls: [closeRule(first), ...others.map(closeRule)] }
}

function closeRule({ datasets }: RlsRule): RlsRule {
  const clause = '1 = 0'
  if (datasets === undefined) return { clause }
  const [first, ...others] = datasets
  // Only a clause of ClickHouse needs the names of tables.
  return { clause, datasets: [idOf(first), ...others.map(idOf)] }
}

const idOf = (dataset: RlsDataset) => (typeof dataset === 'number' ? dataset : dataset.id)
