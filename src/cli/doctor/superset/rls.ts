import { check } from '../check'
import { type Finding, fail, ok } from '../finding'
import type { Dataset, Rule } from '../subject'
import { columnsOf } from './rule-columns'

export const rls = check({
  name: 'rls',
  about: 'whether each rule fits every dataset that it is for',
  problems: {
    'rls-column-missing': 'a rule names a column that one of the datasets lacks: its charts fail',
    'rls-dataset-unknown':
      'a rule is for a dataset that the dashboard does not show: it confines nothing there',
  },
  needs: ['rls', 'datasets'],
  run({ rls, datasets }) {
    const findings = rls.flatMap((rule, index) => problemsOf(rule, index + 1, datasets))
    if (findings.length > 0) return { findings }
    return {
      findings: [
        ok('rls', `${rls.length === 1 ? 'the rule fits' : `${rls.length} rules fit`} every dataset`),
      ],
    }
  },
})

/** By its number, since nobody is to read a rule's values here. */
function problemsOf(rule: Rule, number: number, datasets: readonly Dataset[]): readonly Finding[] {
  const meant = datasets.filter(({ id }) => rule.dataset === undefined || id === rule.dataset)
  if (rule.dataset !== undefined && meant.length === 0) {
    const ids = datasets.map(({ id, name }) => `${id} (${name})`).join(', ') || 'none'
    const what = `Rule ${number} is for dataset ${rule.dataset}; the dashboard shows ${ids}. It confines nothing there.`
    return [
      fail(
        'rls-dataset-unknown',
        what,
        'Name one of these, or leave dataset out: the rule then holds for all.',
      ),
    ]
  }
  return meant.flatMap((dataset) => {
    const known = new Set(dataset.columns.map((name) => name.toLowerCase()))
    const missing = columnsOf(rule.clause).filter((name) => !known.has(name.toLowerCase()))
    if (missing.length === 0) return []
    const what = `Rule ${number} compares ${missing.join(', ')}, which dataset ${dataset.id} (${dataset.name}) lacks: every chart on it fails.`
    const fix =
      'Give the rule to the datasets that have the column, each by its id:\n  { clause, datasets: [<id>] }'
    return [fail('rls-column-missing', what, fix)]
  })
}
