import { type CompiledSql, type Finding, type FindingExample, type Preview, SAFE_MACROS } from '../../preview'
import type { Colours } from '../colours'
import { printable } from '../printable'

/** The preview for a person: the SQL first, then what is wrong, place by place. */
export function show(file: string, { sql, findings }: Preview, colours: Colours): string {
  const needsMacros = findings.some(({ advice }) => advice.includes('SAFE_MACROS'))
  return [
    ...sql.map((statement) => showSql(statement, colours)),
    ...findings.map((finding) => showFinding(file, finding, colours)),
    ...(needsMacros ? [showMacros(colours)] : []),
    summary(findings.length, colours),
  ].join('\n\n')
}

function showSql({ field, at, text, values }: CompiledSql, { strong, faint, value }: Colours): string {
  let shown = ''
  let end = 0
  for (const printed of values) {
    // One text may have come from two places.
    if (printed.start < end) continue
    shown +=
      printable(text.slice(end, printed.start)) + value(printable(text.slice(printed.start, printed.end)))
    end = printed.end
  }
  shown += printable(text.slice(end))
  const paths = new Set(values.map(({ path }) => printable(path)))
  const from = paths.size > 0 ? `, from ${[...paths].join(', ')}` : ''
  return `${strong(printable(field))} ${faint(`line ${at.line}${from}`)}\n${indented(shown, 2)}`
}

function showFinding(
  file: string,
  { code, at, message, advice, example }: Finding,
  colours: Colours,
): string {
  const { strong, faint, bad } = colours
  return [
    `${faint(`${file}:${at.line}:${at.column}`)} ${bad(strong(code))}`,
    indented(printable(message), 2),
    ...(example ? [showExample(example, colours)] : []),
    indented(printable(advice), 2),
  ].join('\n')
}

function showExample({ value, field, compiled }: FindingExample, { bad }: Colours): string {
  const given = `  With ${printable(JSON.stringify(value))}`
  if (field === undefined || compiled === undefined) return `${given} the model is another, or none.`
  return `${given} ${printable(field)} becomes\n${indented(bad(printable(compiled.trimEnd())), 4)}`
}

function showMacros({ strong, faint }: Colours): string {
  return `${strong('SAFE_MACROS, for the top of the model')}\n${indented(faint(SAFE_MACROS), 2)}`
}

function summary(count: number, { good, bad }: Colours): string {
  if (count === 0) return good('Nothing found.')
  return bad(`${count} ${count === 1 ? 'finding' : 'findings'}.`)
}

function indented(text: string, by: number): string {
  return text.trimEnd().replace(/^/gm, ' '.repeat(by))
}
