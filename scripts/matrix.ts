/**
 * `npm run matrix`: the packed package in apps of every kind, each with its own packages, in `docs/package.md`.
 * `npm run matrix -- vite next` tries only these apps, and does not write the document.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { startSandbox } from '../examples/sandbox/sandbox.ts'
import { chromiumOptions } from './browsers/chromium.ts'
import { CONSUMERS, copyOut, install, pack, versionsOf } from './matrix/consumer.ts'
import { type Row, report } from './matrix/report.ts'
import { tryConsumer } from './matrix/try.ts'

/** Not below the checkout, whose tsconfig.json would lead a bundler from `guestpass` to its sources. */
const FOLDER = mkdtempSync(join(tmpdir(), 'guestpass-matrix-'))
const words = process.argv.slice(2)
const chosen = CONSUMERS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))

const tarball = pack(FOLDER)
const sandbox = await startSandbox()
const browser = await chromium.launch(await chromiumOptions())
const rows: Row[] = []
try {
  for (const consumer of chosen) {
    const { name, folder, tries } = consumer
    const copy = copyOut(consumer, FOLDER)
    let result: Row['result'] = 'failed'
    try {
      install(copy, tarball, consumer)
      result = await tryConsumer(consumer, copy, sandbox, browser)
      console.log(`ok     ${name}: ${result.seen}`)
    } catch (error) {
      process.exitCode = 1
      console.log(`FAILED ${name}`)
      console.error(error)
    }
    rows.push({ name, folder, versions: versionsOf(copy, tries), result })
  }
} finally {
  await browser.close()
  await sandbox.stop()
  rmSync(FOLDER, { recursive: true, force: true })
}
if (words.length === 0) report(rows)
