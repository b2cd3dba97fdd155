import type { Colours } from '../colours'
import { printable, printableLine } from '../printable'
import type { Finding } from './finding'

export interface Page {
  readonly colours: Colours
  /** The width of a line, in columns. */
  readonly columns: number
  /** The width of the column of names. */
  readonly width: number
}

/** One finding for a person: the result, and below it what to do. */
export function showFinding(finding: Finding, { colours, columns, width }: Page): string {
  const { status, what } = finding
  const paint = PAINT[status](colours)
  const indent = ' '.repeat(width + 4)
  const [first = '', ...otherLines] = wrapped(printableLine(what), columns - indent.length)
  const name = nameOf(finding, width, colours)
  const body = status === 'skipped' ? colours.faint : (text: string) => text
  const lines = [`${paint(MARKS[status])} ${name}  ${body(first)}`]
  lines.push(...otherLines.map((line) => indent + body(line)))
  if ('fix' in finding) lines.push(...fixLines(printable(finding.fix), columns, colours))
  return lines.join('\n')
}

/** The names of problems stand out. */
function nameOf({ status, id }: Finding, width: number, colours: Colours): string {
  const name = id.padEnd(width)
  if (status === 'ok') return name
  return status === 'skipped' ? colours.faint(name) : PAINT[status](colours)(colours.strong(name))
}

export function summary(
  findings: readonly Finding[],
  { good, bad, warning, strong, faint }: Colours,
): string {
  const count = (status: Finding['status']) => findings.filter((finding) => finding.status === status).length
  const parts: readonly (readonly [number, string, (text: string) => string])[] = [
    [count('fail'), 'to fix', (text) => bad(strong(text))],
    [count('warn'), 'to check', warning],
    [count('ok'), 'ok', good],
    [count('skipped'), 'skipped', faint],
  ]
  return parts
    .flatMap(([number, words, paint]) => (number > 0 ? [paint(`${number} ${words}`)] : []))
    .join(', ')
}

const MARKS = { ok: '✓', warn: '!', fail: '✗', skipped: '–' } as const

const PAINT = {
  ok: ({ good }) => good,
  warn: ({ warning }) => warning,
  fail: ({ bad }) => bad,
  skipped: ({ faint }) => faint,
} as const satisfies Record<Finding['status'], (colours: Colours) => (text: string) => string>

const FIX_INDENT = '    '

/** Lines that a person copies are not wrapped. */
function fixLines(fix: string, columns: number, { faint }: Colours): readonly string[] {
  return fix
    .split('\n')
    .flatMap((line) =>
      line.startsWith('  ') ? [line] : wrapped(line, columns - FIX_INDENT.length).map(faint),
    )
    .map((line) => FIX_INDENT + line)
}

const NARROWEST = 40

function wrapped(text: string, columns: number): readonly string[] {
  const limit = Math.max(columns, NARROWEST)
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last && last.length + 1 + word.length > limit) lines.push(word)
    else lines[lines.length - 1] = last ? `${last} ${word}` : word
  }
  return lines
}
