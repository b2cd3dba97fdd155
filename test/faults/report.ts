import { cpus, type } from 'node:os'
import type { Outcome, Verdict } from './scenario.ts'

export interface Row {
  readonly name: string
  readonly wanted: Outcome
  /** One for each column; undefined where the browser lacks what it takes. */
  readonly verdicts: (Verdict | undefined)[]
}

/** A contestant that heals where telling was enough has done more than was wanted. */
function isGoodEnough(wanted: Outcome, verdict: Verdict | undefined): boolean {
  return !verdict || verdict.outcome === wanted || verdict.outcome === 'survived'
}

export function rowText({ name, wanted, verdicts }: Row, durationMs: number): string {
  const told = verdicts.map((verdict) =>
    verdict ? [verdict.outcome, verdict.because].filter(Boolean).join(': ') : '–',
  )
  const mark = isGoodEnough(wanted, verdicts[0]) ? ' ' : '!'
  return `${mark} ${name} │ ${told.join(' │ ')} │ ${(durationMs / 1_000).toFixed(1)} s`
}

/** The page for docs/faults.md, and in how many situations guestpass did what was wanted in every browser. */
export function report(
  columns: readonly string[],
  rows: readonly Row[],
): {
  readonly text: string
  readonly good: number
} {
  const sums = columns.map((column, index) => {
    const verdicts = rows.flatMap(({ verdicts }) => verdicts[index] ?? [])
    const count = (outcome: Outcome) => verdicts.filter((one) => one.outcome === outcome).length
    const good = rows.filter(
      ({ wanted, verdicts }) => verdicts[index] && isGoodEnough(wanted, verdicts[index]),
    ).length
    return `| ${column} | ${count('survived')} | ${count('reported')} | ${count('stuck')} | ${good} of ${verdicts.length} |`
  })
  const ours = columns
    .map((column, index) => (column.startsWith('guestpass') ? index : -1))
    .filter((index) => index >= 0)
  const good = rows.filter(({ wanted, verdicts }) =>
    ours.every((index) => isGoodEnough(wanted, verdicts[index])),
  ).length
  const text = `# Faults

Made by \`npm run faults\` on ${new Date().toISOString().slice(0, 10)}: ${type()}, ${cpus().length} cores (${cpus()[0]?.model.trim()}). The
peer is the official SDK, \`@superset-ui/embedded-sdk\` 0.4.0, in the same run. Every situation is played on the sandbox
behind a proxy that spoils it, and judged from outside:

- **survived**: after it the dashboard on the screen gets fresh rows, with a token that is good, for who is signed in.
- **reported**: it does not, and the app was told why. For guestpass that is the right code in \`onError\`, or in what
  \`embedDashboard\` rejects with.
- **stuck**: neither; or an error that nobody caught, or a request storm, or somebody else's rows.

## Sums

| | survived | reported | stuck | as wanted |
| --- | ---: | ---: | ---: | ---: |
${sums.join('\n')}

## Situations

| situation | wanted | ${columns.join(' | ')} |
| --- | --- | ${columns.map(() => '---').join(' | ')} |
${rows.map(({ name, wanted, verdicts }) => `| ${name} | ${wanted} | ${columns.map((_, index) => cell(verdicts[index])).join(' | ')} |`).join('\n')}

A dash: the browser cannot be made to do it from outside.
`
  return { text, good }
}

function cell(verdict: Verdict | undefined): string {
  if (!verdict) return '–'
  const because = verdict.because?.replace(/\s+/g, ' ').replaceAll('|', '/').slice(0, 80)
  return because ? `${verdict.outcome}: ${because}` : verdict.outcome
}
