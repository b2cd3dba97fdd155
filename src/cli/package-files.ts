import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The program is in `dist`, beside the pages of errors. In a checkout, the source is in `src/cli`, and the pages in `docs`. */
const ERRORS = ['errors/', '../../docs/errors/']
const PACKAGE = ['../package.json', '../../package.json']

/** The first of these paths that exists, relative to this file. */
function pathOf(candidates: readonly string[]): string {
  const paths = candidates.map((candidate) => fileURLToPath(new URL(candidate, import.meta.url)))
  const path = paths.find((candidate) => existsSync(candidate))
  if (path === undefined) throw new Error(`The package is not complete: ${candidates[0]} is missing.`)
  return path
}

/** The version of the package. */
export function readVersion(): string {
  return JSON.parse(readFileSync(pathOf(PACKAGE), 'utf8')).version
}

/** The codes that have a page. */
export function codesWithPage(): readonly string[] {
  return readdirSync(pathOf(ERRORS))
    .filter((file) => file.endsWith('.md') && file !== 'index.md')
    .map((file) => file.slice(0, -'.md'.length))
    .sort()
}

/** The page of a code, which `codesWithPage` lists, as Markdown. */
export function readErrorPage(code: string): string {
  return readFileSync(`${pathOf(ERRORS)}${code}.md`, 'utf8')
}
