import { inTurn } from '../../in-turn'
import { check } from '../check'
import { type Finding, fail, ok, skipped } from '../finding'
import type { Dataset, Rule } from '../subject'
import { type GuestRows, guestRowsOf } from './guest-rows'
import { mintToken } from './mint'
import { missingColumns } from './rls'
import { nameOfDataset } from './rule-scope'

export const rlsAnswers = check({
  name: 'rls-answers',
  about: 'whether the database accepts each rule: a row of every dataset, requested as a guest with the rule',
  problems: {
    'rls-rule-fails': 'the database refuses a rule: charts fail',
    'rls-rule-refused': 'Superset does not mint a token with a rule',
  },
  needs: ['rls', 'session', 'dashboard', 'charts', 'datasets', 'embedding'],
  async run(subject) {
    const { rls, datasets } = subject
    const rows = guestRowsOf(subject)
    const findings: Finding[] = []
    let answered = 0
    for (const rule of rls) {
      const { token, status } = await mintToken(subject, [rule])
      if (token === undefined) {
        const what = `Minting with only rule ${rule.number} is answered with ${status}.`
        findings.push(
          fail('rls-rule-refused', what, 'Look at GUEST_TOKEN_VALIDATOR_HOOK in superset_config.py.'),
        )
        continue
      }
      const fitting = datasets.filter((dataset) => isFor(rule, dataset))
      const answers = await inTurn(fitting, AT_ONCE, (dataset) => askWith(rule, dataset, rows))
      answered += answers.filter((answer) => answer === 'rows').length
      findings.push(...answers.filter((answer) => answer !== 'rows' && answer !== 'unknown'))
    }
    if (findings.length > 0) return { findings }
    if (answered === 0) return { findings: [skipped('rls-answers', NOTHING_TO_ASK)] }
    return { findings: [ok('rls-answers', 'the database takes every rule that fits')] }
  },
})

const AT_ONCE = 4
const NOTHING_TO_ASK = 'no dataset that answers without rules fits one of them.'

/** The check rls reports a dataset that lacks a column. */
function isFor(rule: Rule, dataset: Dataset): boolean {
  const isMeant = rule.dataset === undefined || rule.dataset === dataset.id
  return isMeant && missingColumns(rule, dataset).length === 0
}

/** `unknown` when the dataset does not answer without the rule either. */
async function askWith(rule: Rule, dataset: Dataset, rows: GuestRows): Promise<Finding | 'rows' | 'unknown'> {
  if (await rows([rule], dataset, 'one')) return 'rows'
  if (!(await rows([], dataset, 'one'))) return 'unknown'
  return fail(
    'rls-rule-fails',
    `With rule ${rule.number}, a query of dataset ${nameOfDataset(dataset)} fails. Without the rule it does not.`,
    'Try the rule as a filter in Superset’s own SQL Lab: its syntax, the quotes around texts, and types.',
  )
}
