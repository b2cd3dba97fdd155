import type { Colours } from '../colours'
import { printableLine } from '../printable'
import { type Change, isBreaking } from './compare'
import { describeChange } from './describe-change'
import type { Place } from './find-uses'
import type { NamedStructure } from './write-module'

/** What was written, for a person: each constant with its dashboard. */
export function showWritten(
  file: string,
  isSame: boolean,
  dashboards: readonly NamedStructure[],
  { strong, faint, good }: Colours,
): string {
  const widest = Math.max(...dashboards.map(({ exportName }) => exportName.length))
  const lines = dashboards.map(({ exportName, structure }) => {
    const { title, filters, tabs, charts, datasets } = structure
    const counts = [
      count(filters.length, 'filter'),
      count(tabs.length, 'tab'),
      count(charts.length, 'chart'),
      count(datasets.length, 'dataset'),
    ]
    return `  ${exportName.padEnd(widest)}  ${printableLine(title)}  ${faint(counts.join(', '))}`
  })
  return [
    `${strong(printableLine(file))} ${good(isSame ? 'is up to date.' : 'is written.')}`,
    lines.join('\n'),
  ].join('\n\n')
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

export interface LocatedChange extends Change {
  readonly uses: readonly Place[]
}

interface Shown {
  /** Writes the file again, with the same dashboards. */
  readonly command: string
  readonly colours: Colours
}

/** The changes for a person, by dashboard, with the lines of the app under each. */
export function showChanges(
  file: string,
  changes: readonly LocatedChange[],
  { command, colours }: Shown,
): string {
  const { strong, good, bad } = colours
  const breaking = changes.filter(isBreaking)
  const heading =
    breaking.length === 0
      ? good('matches Superset.')
      : bad(`does not match Superset: ${count(breaking.length, 'change')}.`)
  const changed = [...new Set(changes.map(({ dashboard }) => dashboard))]
  return [
    `${strong(printableLine(file))} ${heading}`,
    ...changed.map((dashboard) => {
      const group = changes.filter((change) => change.dashboard === dashboard)
      return [strong(dashboard), ...group.flatMap((change) => showChange(change, colours))].join('\n')
    }),
    ...(breaking.length === 0
      ? []
      : [`Generate the file again, and the compiler finds what the app has to change:\n  ${command}`]),
  ].join('\n\n')
}

/** Enough to begin with. The compiler finds the others after the next run of the command. */
const MOST_PLACES = 5

function showChange(change: LocatedChange, { faint }: Colours): readonly string[] {
  const text = `  ${describeChange(change)}`
  const places = change.uses.slice(0, MOST_PLACES).map((place) => `      ${faint(printableLine(place))}`)
  const others = change.uses.length - places.length
  const ending = others > 0 ? [`      ${faint(`and ${count(others, 'line')} more`)}`] : []
  return [isBreaking(change) ? text : faint(text), ...places, ...ending]
}
