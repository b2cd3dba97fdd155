import { FINDINGS, type IsolationReport } from '../../isolation/report'
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
  const lines = findings.map(({ code, grant, dashboard, dataset, message, count }) => {
    const mark = FINDINGS[code] === 'leak' ? bad('✘') : faint('?')
    const place = strong(printableLine(`${grant} · ${dashboard} · ${dataset}`))
    return `${mark} ${place}\n  ${printableLine(message)} ${faint(`(${code}, ${count})`)}`
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
