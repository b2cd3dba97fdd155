import { check } from '../check'
import { type Finding, fail, ok } from '../finding'
import type { Dataset, Rule } from '../subject'
import { columnsOf } from './rule-columns'
import { appRulesOf, nameOfDataset, tablesUnder } from './rule-scope'
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
      ...appRulesOf(rls).flatMap(({ rules: [rule] }) => openRule(rule)),
      ...rls.flatMap((rule) => problemsOf(rule, datasets, otherDatasets)),
    ]
    if (findings.length > 0) return { findings }
    const count = appRulesOf(rls).length
    const what = `${count === 1 ? 'the rule fits' : `${count} rules fit`} every dataset`
    return ok('rls', what)
  },
})

/** Superset puts each rule into parentheses, and joins the rules with AND. */
function openRule(rule: Rule | undefined): readonly Finding[] {
  if (!rule || !endsParentheses(rule.clause)) return []
  const what = `Rule ${rule.number} closes a parenthesis that it did not open. What follows is not joined with AND.`
  const fix = 'Make the clause with rls(…). A value that was pasted into SQL can do this.'
  return [fail('rls-rule-open', what, fix)]
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
