import { check } from '../check'
import { type Finding, ok, warn } from '../finding'
import { guestRowsOf } from './guest-rows'
import { askReach } from './reach-facts'
import { type NotChecked, notChecked, reachFindings } from './reach-findings'
import { appRulesOf, nameOfDataset } from './rule-scope'

export const rlsReach = check({
  name: 'rls-reach',
  about:
    'whether each rule reaches the queries of every dataset: rows, requested as a guest whose rule excludes every row',
  problems: {
    'rls-not-reached': 'Superset sends the query of a virtual dataset without a rule for its table',
    'rls-sums-inside':
      'a rule is a condition around virtual SQL, whose sums contain rows that the rule excludes',
    'rls-rule-open': 'a rule ends the parentheses around it, and shows rows that it should not',
    'rls-unguarded': 'a dataset has no rule',
    'rls-reach-unknown': 'whether a rule reaches a dataset could not be checked',
  },
  needs: ['rls', 'datasets', 'charts', 'session', 'dashboard', 'embedding'],
  async run(subject) {
    const { rls, datasets, otherDatasets = [], version } = subject
    const facts = await askReach(guestRowsOf(subject), appRulesOf(rls), datasets, otherDatasets)
    const known = { version, datasets: [...datasets, ...otherDatasets] }
    const findings = [...reachFindings(facts, known), ...unknownReach(notChecked(facts, known))]
    if (findings.length > 0) return { findings }
    return ok('rls-reach', 'each rule reaches the queries of its datasets')
  },
})

/** One finding for each reason. */
function unknownReach(entries: readonly NotChecked[]): readonly Finding[] {
  const reasons = [...new Set(entries.map(({ reason }) => reason))]
  return reasons.map((reason) => {
    const pairs = entries
      .filter((entry) => entry.reason === reason)
      .map(({ fact: { rule, dataset } }) => `rule ${rule.number} and dataset ${nameOfDataset(dataset)}`)
    const what = `Not checked is the reach of ${pairs.join(', ')}. ${reason}`
    return warn('rls-reach-unknown', what, FIX)
  })
}

const FIX =
  'Name each of these datasets in the rule, too. Then look at its charts as a viewer whose rule allows few rows.'
