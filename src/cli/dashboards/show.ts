import type { Terminal } from '../command'
import { comparable } from '../comparable'
import { printableLine } from '../printable'
import type { Dashboard } from '../superset-dashboards'
import { widthOf } from '../width'

export interface EmbeddedDashboard extends Dashboard {
  readonly embedId: string | null
  readonly allowedDomains: readonly string[] | null
}

/** The list for a person: a table if it fits, otherwise a few lines for each dashboard. */
export function show(
  dashboards: readonly EmbeddedDashboard[],
  { colours, columns }: Pick<Terminal, 'colours' | 'columns'>,
): string {
  const { strong, faint, bad } = colours
  const rows = dashboards.map((dashboard) => [
    cell(String(dashboard.id)),
    cell(dashboard.title, strong),
    cell(dashboard.slug ?? '-', dashboard.slug === null ? faint : undefined),
    cell(dashboard.embedId ?? 'not embedded', dashboard.embedId === null ? faint : undefined),
    domainsOf(dashboard, faint, bad),
  ])
  const widths = HEADS.map((head, index) =>
    Math.max(head.length, ...rows.map((row) => widthOf(row[index]?.text ?? ''))),
  )
  const isTooWide = columns !== undefined && columns < widths.reduce((sum, width) => sum + width + GAP.length)
  if (isTooWide) return rows.map(stacked).join('\n\n')
  const heads = HEADS.map((head) => cell(head, faint))
  return [heads, ...rows].map((row) => line(row, widths)).join('\n')
}

const HEADS = ['ID', 'TITLE', 'SLUG', 'EMBED ID', 'MAY BE SHOWN BY']
const GAP = '  '

interface Cell {
  readonly text: string
  readonly paint: (text: string) => string
}

function cell(text: string, paint: Cell['paint'] = (unchanged) => unchanged): Cell {
  return { text: printableLine(text), paint }
}

function domainsOf(
  { embedId, allowedDomains }: EmbeddedDashboard,
  faint: Cell['paint'],
  bad: Cell['paint'],
): Cell {
  if (embedId === null || allowedDomains === null) return cell('-', faint)
  if (allowedDomains.length === 0) return cell('every site', bad)
  const named = allowedDomains.map((domain) => (comparable(domain) ? domain : `${domain} (matches nobody)`))
  return cell(named.join(', '), allowedDomains.every(comparable) ? undefined : bad)
}

function line(row: readonly Cell[], widths: readonly number[]): string {
  return row
    .map(({ text, paint }, index) => paint(text) + ' '.repeat((widths[index] ?? 0) - widthOf(text)))
    .join(GAP)
    .trimEnd()
}

function stacked([id, title, ...otherCells]: readonly Cell[]): string {
  const facts = otherCells.map(
    ({ text, paint }, index) => `    ${(HEADS[index + 2] ?? '').padEnd(16)} ${paint(text)}`,
  )
  return [`${id?.text.padStart(3)} ${title?.paint(title.text)}`, ...facts].join('\n')
}
