import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, type } from 'node:os'

const FILE = 'docs/benchmarks.md'

/** Other work of the machine, before the benchmark adds its own. */
const [LOAD_AT_START = 0] = loadavg()

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

/** The command, the day and the machine of a run. A load near the number of cores makes the figures noisy. */
export function describeRun(command: string): string {
  const day = new Date().toISOString().slice(0, 10)
  const machine = `${type()}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.versions.node}`
  return `Made by \`${command}\` on ${day}: ${machine}, load ${LOAD_AT_START.toFixed(1)} at the start`
}

function readSections(): string[] {
  return readFileSync(FILE, 'utf8').split(/^(?=## )/m)
}

function write(sections: readonly string[]): void {
  writeFileSync(FILE, `${sections.map((text) => text.trim()).join('\n\n')}\n`)
}
