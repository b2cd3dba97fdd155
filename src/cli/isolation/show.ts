import {
  FINDINGS,
  type IsolationFinding,
  type IsolationReport,
  type RuleOfGrant,
} from '../../isolation/report'
import type { Colours } from '../colours'
import { printableLine } from '../printable'

const OUTCOMES = {
  proved: 'The tenants are kept apart.',
  leak: 'The tenants are not kept apart.',
  'nothing-proved': 'Nothing is proved.',
} as const

/** The report for a person: the findings, the outcome, and the limits of the proof. */
export function showReport(report: IsolationReport, { good, bad, faint, strong }: Colours): string {
  const { outcome, findings, checked, notProved } = report
  const lines = findings.map((finding) => {
    const { code, grant, dashboard, dataset, message, count } = finding
    const mark = FINDINGS[code] === 'leak' ? bad('✘') : faint('?')
    const place = strong(printableLine(`${grant} · ${dashboard} · ${dataset}`))
    const lines = [`${printableLine(message)} ${faint(`(${code}, ${count})`)}`, ...describeRules(finding)]
    return [`${mark} ${place}`, ...lines.map((line) => `  ${line}`)].join('\n')
  })
  const { dashboards, datasets, grants, queries } = checked
  return [
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    (outcome === 'proved' ? good : bad)(OUTCOMES[outcome]),
    faint(`${grants} grants, ${dashboards} dashboards, ${datasets} datasets, ${queries} queries`),
    '',
    'Not proved:',
    ...notProved.map((sentence) => `- ${printableLine(sentence)}`),
  ].join('\n')
}

/** The rules of the grant by their places. Their clauses are secrets. */
function describeRules({ rules }: IsolationFinding): readonly string[] {
  const isNamed = rules.some(({ scope }) => scope !== 'other-datasets')
  const sentences = rules.map(
    ({ rule, scope, reaches }) => `${rule} is for ${SCOPES[scope]} and ${REACHES[reaches]}.`,
  )
  return rules.length === 0 || isNamed
    ? sentences
    : ['No rule of the grant is for this dataset.', ...sentences]
}

const SCOPES: Readonly<Record<RuleOfGrant['scope'], string>> = {
  'all-datasets': 'all datasets',
  'this-dataset': 'this dataset',
  'other-datasets': 'other datasets',
}

const REACHES: Readonly<Record<RuleOfGrant['reaches'], string>> = {
  yes: 'reaches its rows',
  partly: 'reaches some of its rows',
  no: 'does not reach it',
  unknown: 'may reach it or not',
}
