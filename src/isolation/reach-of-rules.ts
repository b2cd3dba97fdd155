/** The reach test, for the rules of a grant. A rule is known by its place in the grant, because its clause is a secret. */

import type { DescribedDataset } from '../core/descriptor'
import type { SupersetGrant } from '../server/grant'
import type { RlsDataset, RlsRule } from '../server/rls/rule'
import type { AskSuperset, Target } from './ask-superset'
import { type Reach, reachQuery, testReach } from './reach'
import type { RuleOfGrant } from './report'

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

/** What each rule of a grant is for, and whether it reaches the dataset when it is the only rule. */
export async function describeRules(
  ask: AskSuperset,
  grant: SupersetGrant,
  target: Target,
): Promise<readonly RuleOfGrant[]> {
  if (grant.rls === 'all-rows') return []
  return Promise.all(
    grant.rls.map(async (rule, index) => ({
      rule: `rls[${index}]`,
      scope: scopeOf(rule, target.dataset),
      reaches: REACHES[await reachOf(ask, grant, [rule], target)],
    })),
  )
}

function scopeOf({ datasets }: RlsRule, { id }: DescribedDataset): RuleOfGrant['scope'] {
  if (datasets === undefined) return 'all-datasets'
  return datasets.map(idOf).includes(id) ? 'this-dataset' : 'other-datasets'
}

const REACHES = { closed: 'yes', partly: 'partly', open: 'no', unseen: 'unknown' } as const
