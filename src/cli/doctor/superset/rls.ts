import { inTurn } from '../../in-turn'
import { AT_ONCE } from '../answer'
import { check } from '../check'
import { type Finding, fail, ok, skipped } from '../finding'
import type { Dataset, Rule } from '../subject'
import { mintToken } from './mint'
import { type GuestRows, guestRowsOf } from './reach-facts'
import { appRulesOf, columnsOf, hasJinja, nameOfDataset, tablesUnder } from './rule'
import { nameTokensOf } from './sql-names'

export const rls = check({
  name: 'rls',
  about: 'whether each rule fits every dataset that it is for',
  problems: {
    'rls-column-missing': 'a rule names a column that one of the datasets lacks: its charts fail',
    'rls-rule-open': 'a rule ends the parentheses around it, and shows rows that it should not',
    'rls-dataset-unknown': 'a rule is for a dataset that the dashboard does not show, so it has no effect',
  },
  needs: ['rls', 'datasets'],
  run({ rls, datasets, otherDatasets = [] }) {
    const findings = [
      ...appRulesOf(rls).map(({ rules: [rule] }) => openRule(rule)),
      ...rls.flatMap((rule) => problemsOf(rule, datasets, otherDatasets)),
    ]
    const count = appRulesOf(rls).length
    return { findings, ok: `${count === 1 ? 'the rule fits' : `${count} rules fit`} every dataset` }
  },
})

/** Superset puts each rule into parentheses, and joins the rules with AND. */
function openRule(rule: Rule | undefined): Finding | undefined {
  if (!rule || !endsParentheses(rule.clause)) return undefined
  const what = `Rule ${rule.number} closes a parenthesis that it did not open. What follows is not joined with AND.`
  const fix = 'Make the clause with rls(…). A value that was pasted into SQL can do this.'
  return fail('rls-rule-open', what, fix)
}

function endsParentheses(clause: string): boolean {
  let depth = 0
  return nameTokensOf(clause).some(({ text }) => {
    if (text === '(') depth++
    if (text === ')') depth--
    return depth < 0
  })
}

function problemsOf(
  rule: Rule,
  datasets: readonly Dataset[],
  otherDatasets: readonly Dataset[],
): readonly Finding[] {
  const applying = datasets.filter(({ id }) => rule.dataset === undefined || id === rule.dataset)
  if (
    rule.dataset !== undefined &&
    applying.length === 0 &&
    !isUnderVirtual(rule.dataset, datasets, otherDatasets)
  ) {
    const ids = datasets.map(nameOfDataset).join(', ') || 'none'
    const what = `Rule ${rule.number} is for dataset ${rule.dataset}; the dashboard shows ${ids}. The rule has no effect there.`
    const fix = 'Name one of these, or remove datasets: the rule is then for all datasets.'
    return [fail('rls-dataset-unknown', what, fix)]
  }
  return applying.flatMap((dataset) => {
    const missing = missingColumns(rule, dataset)
    if (missing.length === 0) return []
    const what = `Rule ${rule.number} compares ${missing.join(', ')}, which dataset ${nameOfDataset(dataset)} lacks: every chart on it fails.`
    const fix = 'Name only datasets that have the column, each by its id:\n  { clause, datasets: [<id>] }'
    return [fail('rls-column-missing', what, fix)]
  })
}

/** Superset 6 adds a rule for a table to virtual datasets over the table, so the dashboard need not show the table. */
function isUnderVirtual(
  id: number,
  datasets: readonly Dataset[],
  otherDatasets: readonly Dataset[],
): boolean {
  return datasets.some((dataset) => tablesUnder(dataset, otherDatasets).some((table) => table.id === id))
}

export function missingColumns({ clause }: Pick<Rule, 'clause'>, { columns }: Dataset): readonly string[] {
  const known = new Set(columns.map((name) => name.toLowerCase()))
  return columnsOf(clause).filter((name) => !known.has(name.toLowerCase()))
}

export const rlsJinja = check({
  name: 'rls-jinja',
  about: 'whether Superset evaluates rules with Jinja in them',
  problems: { 'rls-jinja-off': 'a rule has Jinja in it, and template processing is off' },
  needs: ['rls', 'flags'],
  run({ rls, flags }) {
    const numbers = [...new Set(rls.flatMap(({ clause, number }) => (hasJinja(clause) ? [number] : [])))]
    if (numbers.length === 0) return ok('rls-jinja', 'no rule has Jinja in it')
    if (flags['ENABLE_TEMPLATE_PROCESSING'] === true) {
      return ok('rls-jinja', 'template processing is on')
    }
    const which = numbers.length === 1 ? `Rule ${numbers[0]} has` : `Rules ${numbers.join(', ')} have`
    const what = `${which} Jinja in it, and template processing is off: the braces reach the database as they are.`
    const fix =
      'Put the value itself into the rule, where the token is minted; or, in superset_config.py:\n' +
      '  FEATURE_FLAGS = {"EMBEDDED_SUPERSET": True, "ENABLE_TEMPLATE_PROCESSING": True}'
    return fail('rls-jinja-off', what, fix)
  },
})

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
    if (findings.length === 0 && answered === 0) return skipped('rls-answers', NOTHING_TO_ASK)
    return { findings, ok: 'the database takes every rule that fits' }
  },
})

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
