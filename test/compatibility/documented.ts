import { existsSync, readFileSync } from 'node:fs'

/** Where `npm run compat` puts what it saw. */
const DOCUMENT = 'docs/compatibility.md'

/** What the document says of a row on the version that is being run. */
export function documentedCell(group: string | undefined, name: string): string | undefined {
  const text = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : ''
  const section = text.split('\n## ').find((one) => one.startsWith(`${group}\n`)) ?? ''
  const [header, ...rows] = section
    .split('\n')
    .map(cellsOf)
    .filter((cells) => cells.length > 1)
  const column = header?.indexOf(String(process.env.GUESTPASS_SUPERSET_VERSION)) ?? -1
  return rows.find(([first]) => first === name)?.[column]
}

const cellsOf = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
