import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

export interface Progress {
  start(name: string, logFile: string): void
  end(name: string): void
  stop(): void
}

const EVERY_MS = 15_000
const LINE_LENGTH = 100

/** Prints the running steps every 15 s, each with its time and the last line of its output. */
export function showProgress(print: (line: string) => void = console.log): Progress {
  const running = new Map<string, { readonly startedAtMs: number; readonly logFile: string }>()
  const timer = setInterval(() => {
    for (const [name, { startedAtMs, logFile }] of running) {
      const seconds = Math.round((performance.now() - startedAtMs) / 1_000)
      const lastLine = lastLineOf(logFile)
      print(`  … ${name}, ${seconds} s${lastLine && `: ${lastLine}`}`.slice(0, LINE_LENGTH))
    }
  }, EVERY_MS)
  return {
    start: (name, logFile) => void running.set(name, { startedAtMs: performance.now(), logFile }),
    end: (name) => void running.delete(name),
    stop: () => clearInterval(timer),
  }
}

/** Returns an empty text before the first output. */
function lastLineOf(logFile: string): string {
  const lines = stripVTControlCharacters(readFileSync(logFile, 'utf8')).trim().split('\n')
  return lines.at(-1)?.trim() ?? ''
}
