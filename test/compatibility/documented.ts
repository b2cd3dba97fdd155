import { existsSync, readFileSync } from 'node:fs'

/** Where `npm run compat` writes what was seen. */
const DOCUMENTS = ['docs/compatibility.md', 'docs/row-level-security.md']

/** What the documents say of a row on a version. */
export function documentedCell(version: string, group: string | undefined, name: string): string | undefined {
  const sections = DOCUMENTS.flatMap((file) =>
    existsSync(file) ? readFileSync(file, 'utf8').split(/\n###? /) : [],
  )
  const section = sections.find((text) => text.startsWith(`${group}\n`)) ?? ''
  const [header, ...rows] = section
    .split('\n')
    .map(cellsOf)
    .filter((cells) => cells.length > 1)
  const column = header?.indexOf(version) ?? -1
  return rows.find(([first]) => first === name)?.[column]
}

const cellsOf = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
