import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, type } from 'node:os'

const FILE = 'docs/benchmarks.md'

/** Replaces the text above the first section of docs/benchmarks.md. The sections stay as they are. */
export function writeIntroduction(text: string): void {
  const [, ...sections] = readSections()
  write([text, ...sections])
}

/** Replaces one `## …` section of docs/benchmarks.md, or appends it. The other sections stay as they are. */
export function writeSection(heading: string, body: string): void {
  const sections = readSections()
  const section = `## ${heading}\n\n${body.trim()}\n`
  const index = sections.findIndex((text) => text.startsWith(`## ${heading}\n`))
  if (index === -1) sections.push(section)
  else sections[index] = section
  write(sections)
  console.log(`\n${section}`)
}

/** The command, the day and the machine of a run. */
export function describeRun(command: string): string {
  const day = new Date().toISOString().slice(0, 10)
  return `Made by \`${command}\` on ${day}: ${type()}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.versions.node}`
}

function readSections(): string[] {
  return readFileSync(FILE, 'utf8').split(/^(?=## )/m)
}

function write(sections: readonly string[]): void {
  writeFileSync(FILE, `${sections.map((text) => text.trim()).join('\n\n')}\n`)
}
