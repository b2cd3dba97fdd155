import { cpus, type } from 'node:os'
import { lostOf } from './place.ts'
import type { Outcome, Scenario, Verdict } from './scenario.ts'

/** What one browser made of the situations. */
export interface BrowserRun {
  readonly columns: readonly string[]
  readonly date: string
  /** By the name of the situation, one for each column; undefined where the browser lacks what it takes. */
  readonly verdicts: Readonly<Record<string, readonly (Verdict | undefined)[]>>
}

type Situation = Pick<Scenario, 'name' | 'wanted'>

/** A contestant that survives where a report was enough has done more than was wanted. */
function isGoodEnough(wanted: Outcome, verdict: Verdict | undefined): boolean {
  return !verdict || verdict.outcome === wanted || verdict.outcome === 'survived'
}

export function rowText(
  { name, wanted }: Situation,
  verdicts: readonly (Verdict | undefined)[],
  durationMs: number,
): string {
  const outcomes = verdicts.map((verdict) =>
    verdict ? [verdict.outcome, lostOf(verdict.place), verdict.because].filter(Boolean).join(': ') : '–',
  )
  const mark = isGoodEnough(wanted, verdicts[0]) ? ' ' : '!'
  return `${mark} ${name} │ ${outcomes.join(' │ ')} │ ${(durationMs / 1_000).toFixed(1)} s`
}

/** The page for docs/faults.md, and the situations in which guestpass did not do what was wanted. */
export function report(
  situations: readonly Situation[],
  runs: readonly BrowserRun[],
): {
  readonly text: string
  readonly failures: readonly string[]
} {
  const columns = runs.flatMap(({ columns, date, verdicts }) =>
    columns.map((name, index) => ({ name, date, of: (situation: string) => verdicts[situation]?.[index] })),
  )
  const sums = columns.map(({ name, date, of }) => {
    const played = situations.flatMap((situation) => {
      const verdict = of(situation.name)
      return verdict ? [{ ...situation, verdict }] : []
    })
    const count = (outcome: Outcome) => played.filter(({ verdict }) => verdict.outcome === outcome).length
    const placed = played.filter(({ verdict }) => verdict.place)
    const kept = placed.filter(({ verdict }) => !lostOf(verdict.place)).length
    const good = played.filter(({ wanted, verdict }) => isGoodEnough(wanted, verdict)).length
    return `| ${name} | ${count('survived')} | ${count('reported')} | ${count('stuck')} | ${good} of ${played.length} | ${kept} of ${placed.length} | ${date} |`
  })
  const ours = columns.filter(({ name }) => name.startsWith('guestpass'))
  const failures = situations.flatMap(({ name, wanted }) =>
    ours
      .filter(({ of }) => !isGoodEnough(wanted, of(name)))
      .map((column) => `${name}: ${cell(column.of(name))} (${column.name})`),
  )
  const text = `# Faults

Made by \`npm run faults -- --browser chromium,firefox,webkit\`: ${type()}, ${cpus().length} cores (${cpus()[0]?.model.trim()}). The peer is the
official SDK, \`@superset-ui/embedded-sdk\` 0.4.0, in the same run of Chromium. Every situation runs on the sandbox, behind a proxy
that causes the fault. It is judged from outside:

- **survived**: afterwards the dashboard on the screen receives new rows, with a valid token, for the viewer who is signed in.
- **reported**: it does not, and the app received the reason. For guestpass that is the right code in \`onError\`, or in the rejection
  of \`embedDashboard\`.
- **stuck**: neither of them. Or an error was not caught, or the page sent far too many requests, or it showed the rows of another
  viewer.

Before a situation the viewer sets a filter and opens the second tab. Where the dashboard survives, **place kept** counts whether it shows
the tab that the viewer opened last, with this filter. After **survived** in a cell, "tab lost" means that it shows another tab, and
"filter lost" that the filter is not set any more.

Where the app does not name its \`viewer\`, guestpass forgets the place on purpose as soon as another person may be signed in: after
Back from the page cache, and after a session that ended.

## Sums

| | survived | reported | stuck | as wanted | place kept | played |
| --- | ---: | ---: | ---: | ---: | ---: | --- |
${sums.join('\n')}

## Situations

| situation | wanted | ${columns.map(({ name }) => name).join(' | ')} |
| --- | --- | ${columns.map(() => '---').join(' | ')} |
${situations.map(({ name, wanted }) => `| ${escapeTags(name)} | ${wanted} | ${columns.map(({ of }) => escapeTags(cell(of(name)))).join(' | ')} |`).join('\n')}

A dash: the situation cannot be caused in this browser from outside.
`
  return { text, failures }
}

function cell(verdict: Verdict | undefined): string {
  if (!verdict) return '–'
  const lost = lostOf(verdict.place)
  if (lost) return `${verdict.outcome}, ${lost}`
  const because = verdict.because?.replace(/\s+/g, ' ').replaceAll('|', '/').slice(0, 80)
  return because ? `${verdict.outcome}: ${because}` : verdict.outcome
}

/** Markdown would read `<Suspense>` as HTML, and the site refuses a tag without its end. */
const escapeTags = (text: string) => text.replaceAll('<', '\\<')
