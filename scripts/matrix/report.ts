import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, type } from 'node:os'
import type { Tried } from './try.ts'

export interface Row {
  readonly name: string
  readonly folder: string
  readonly versions: string
  readonly result: Tried | 'failed'
}

const FILE = 'docs/package.md'
const HEADING = '## What it was tried with'

/** Puts the table in the place of the last one; what is above it is written by hand. */
export function report(rows: readonly Row[]): void {
  const [others = ''] = readFileSync(FILE, 'utf8').split(HEADING)
  writeFileSync(FILE, `${others.trimEnd()}\n\n${section(rows)}`)
}

const section = (rows: readonly Row[]): string => `${HEADING}

Made by \`npm run matrix\` on ${new Date().toISOString().slice(0, 10)}: ${type()}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.versions.node}.
Each is a small app with its own pinned packages and the packed tarball, outside of the checkout; the pages are opened
in Chromium, with the sandbox for Superset. Sizes are of scripts and styles, gzipped, React included: what the page had
loaded when its dashboard was ready, and all that was built, which holds what is loaded on demand.

| app | with | result | loaded | built |
| --- | --- | --- | ---: | ---: |
${rows.map(lineOf).join('\n')}
`

function lineOf({ name, folder, versions, result }: Row): string {
  const [seen, sizes] = result === 'failed' ? ['**failed**', undefined] : [result.seen, result.sizes]
  const cells = [`[${name}](../${folder})`, versions, seen, kB(sizes?.loadedBytes), kB(sizes?.builtBytes)]
  return `| ${cells.join(' | ')} |`
}

const kB = (bytes: number | undefined): string =>
  bytes === undefined ? '' : `${(bytes / 1000).toFixed(1)} kB`
