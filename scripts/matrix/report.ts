import { execFileSync } from 'node:child_process'
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
const HEADING = '## What an app has of it'

/** Replaces the tables, and keeps the text above them. */
export function report(rows: readonly Row[]): void {
  const [others = ''] = readFileSync(FILE, 'utf8').split(HEADING)
  writeFileSync(FILE, `${others.trimEnd()}\n\n${section(rows)}`)
}

const section = (rows: readonly Row[]): string => `${HEADING}

Gzipped, without React, SWR, jose and the parts that are loaded on demand: the code that exchanges messages with Superset's page, which loads
while the frame loads; Embeddable's part; and jose's decoder for back-ends that answer with a bare token.

| of it | size |
| --- | ---: |
${sizes()
  .map(({ name, size }) => `| \`${name}\` | ${kB(size)} |`)
  .join('\n')}

## What it was tried with

Made by \`npm run matrix\` on ${new Date().toISOString().slice(0, 10)}: ${type()}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.versions.node}.
Each row is a small app outside of the checkout, with its own pinned packages and the packed tarball. npm installs the newest
version of \`jose\` and \`swr\` that the ranges of guestpass allow. A row with \`oldest\` has the oldest version of that package.
The pages are opened in Chromium, with the sandbox in place of Superset. Sizes are those of scripts and styles, gzipped, with React.
*Loaded* is all that the page had loaded when its dashboard was ready. *Built* also contains the parts that are loaded on demand.

| app | with | result | loaded | built |
| --- | --- | --- | ---: | ---: |
${rows.map(lineOf).join('\n')}
`

/** As the limits measure them. */
function sizes(): readonly { readonly name: string; readonly size: number }[] {
  return JSON.parse(execFileSync('npx', ['size-limit', '--json'], { encoding: 'utf8' }))
}

function lineOf({ name, folder, versions, result }: Row): string {
  const [seen, sizes] = result === 'failed' ? ['**failed**', undefined] : [result.seen, result.sizes]
  const cells = [`[${name}](../${folder})`, versions, seen, kB(sizes?.loadedBytes), kB(sizes?.builtBytes)]
  return `| ${cells.join(' | ')} |`
}

const kB = (bytes: number | undefined): string =>
  bytes === undefined ? '' : `${(bytes / 1000).toFixed(1)} kB`
