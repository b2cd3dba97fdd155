import { readFileSync, writeFileSync } from 'node:fs'

const FILE = 'docs/benchmarks.md'

/** Replaces one `## …` section of docs/benchmarks.md, or appends it. The other sections stay as they are. */
export function writeSection(heading: string, body: string): void {
  const sections = readFileSync(FILE, 'utf8').split(/^(?=## )/m)
  const section = `## ${heading}\n\n${body.trim()}\n`
  const index = sections.findIndex((text) => text.startsWith(`## ${heading}\n`))
  if (index === -1) sections.push(section)
  else sections[index] = section
  writeFileSync(FILE, `${sections.map((text) => text.trim()).join('\n\n')}\n`)
  console.log(`\n${section}`)
}
