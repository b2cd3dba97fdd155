/** What the tests found, in words, and the rules of the grant. A rule is known by its place, because its clause is a secret. */

import type { SupersetGrant } from '../server/grant'
import type { RlsRule } from '../server/rls/rule'
import type { Target } from './ask-superset'
import type { Reach } from './reach'
import type { FindingCode, IsolationFinding, RuleOfGrant } from './report'

/** What one test found. */
export interface Found {
  readonly code: FindingCode
  readonly count: number
  /** What the sentence of the code leaves open. */
  readonly about?: string
}

/** The grant and the dataset that the findings are about. */
interface Place {
  readonly grant: { readonly name: string; readonly grant: SupersetGrant }
  readonly target: Target
}

/** @param reachOf tests one rule as the only rule of the grant */
export async function describeFindings(
  found: readonly Found[],
  { grant: { name, grant }, target }: Place,
  reachOf: (rule: RlsRule) => Promise<Reach>,
): Promise<readonly IsolationFinding[]> {
  const { rls } = grant
  const rules = await Promise.all(
    (rls === 'all-rows' ? [] : rls).map(async (rule, index) => ({
      rule: `rls[${index}]`,
      scope: scopeOf(rule, target.dataset.id),
      reaches: REACHES[await reachOf(rule)],
    })),
  )
  const place = { grant: name, dashboard: target.dashboard.title, dataset: target.name }
  return found.map(({ code, count, about = '' }) => {
    return { code, ...place, message: SENTENCES[code](about, count), count, rules }
  })
}

function scopeOf({ datasets }: RlsRule, id: number): RuleOfGrant['scope'] {
  if (datasets === undefined) return 'all-datasets'
  const isNamed = datasets.some((dataset) => dataset === id || Object(dataset).id === id)
  return isNamed ? 'this-dataset' : 'other-datasets'
}

const REACHES = { closed: 'yes', partly: 'partly', open: 'no', unseen: 'unknown' } as const

const SENTENCES: Readonly<Record<FindingCode, (about: string, count: number) => string>> = {
  'all-rows': () => 'The grant has all rows, so nothing keeps its viewer apart.',
  'rule-does-not-reach': (rows) =>
    `No rule of the grant reaches ${rows}. Name the dataset in a rule, or let the rule hold for all datasets.`,
  'foreign-rows': (tenants) => `The grant sees rows of ${tenants} other tenants.`,
  'rows-without-tenant': () => 'The grant sees rows whose tenant is NULL.',
  'tenants-overlap': (grants, count) => `The grant sees ${count} tenants that others see too: ${grants}.`,
  'no-rows': () => 'The grant sees no rows here, which proves nothing. Use a viewer that has rows.',
  'reach-unknown': () =>
    'Nothing shows whether a rule reaches this dataset: Superset answers no query, the dataset has no values, or its rows cannot be compared.',
  'too-many-tenants': (_, count) => `The grant sees ${count} tenants or more.`,
  'query-fails': () =>
    'Superset refuses a query of this dataset, or does not answer it, so charts of the dashboard fail too.',
}
