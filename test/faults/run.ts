/**
 * `npm run faults`: every situation of `scenarios/`, with guestpass and with the official SDK side by side.
 *
 *     npm run faults -- --browser chromium,firefox,webkit   where (default: chromium; the SDK plays in the first)
 *     npm run faults -- --only sleep                 the situations with that word in their names
 *     npm run faults -- --quick                      guestpass alone, and only what takes a moment
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { RESULTS } from '../../scripts/steps.ts'
import { LANES, openChromium, openFirefox } from './browsers/playwright.ts'
import { openWebkit } from './browsers/webkit.ts'
import { play } from './play.ts'
import { type Row, report, rowText } from './report.ts'
import type { Verdict } from './scenario.ts'
import { SCENARIOS } from './scenarios/index.ts'
import { type Servers, startServers } from './servers/servers.ts'

const BROWSERS = { chromium: openChromium, firefox: openFirefox, webkit: openWebkit } as const

const { values } = parseArgs({
  options: {
    browser: { type: 'string', default: 'chromium' },
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
  },
})
const names = values.browser.split(',') as (keyof typeof BROWSERS)[]
const scenarios = SCENARIOS.filter(
  ({ name, isQuick }) => name.includes(values.only) && (isQuick || !values.quick),
)

/** Each plays one situation at a time, on servers of its own. */
const lanes = await Promise.all(Array.from({ length: LANES }, startServers))
const columns: string[] = []
const rows: Row[] = scenarios.map(({ name, wanted }) => ({ name, wanted, verdicts: [] }))
for (const [index, name] of names.entries()) {
  const driver = await BROWSERS[name]()
  const contestants =
    index === 0 && !values.quick ? (['guestpass', 'sdk'] as const) : (['guestpass'] as const)
  columns.push(...contestants.map((one) => (one === 'sdk' ? 'official SDK' : `guestpass, ${driver.name}`)))
  const waiting = [...scenarios.entries()]
  const playOn = async (servers: Servers) => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [number, scenario] = next
      const startedAtMs = performance.now()
      const verdicts: (Verdict | undefined)[] = []
      for (const contestant of contestants) verdicts.push(await play(scenario, contestant, driver, servers))
      const row = rows[number] as Row
      row.verdicts.push(...verdicts)
      console.log(rowText({ ...row, verdicts }, performance.now() - startedAtMs))
    }
  }
  await Promise.all(lanes.slice(0, driver.lanes).map(playOn))
  await driver.close()
  // After each browser, so that a run which is cut short leaves what it has.
  if (!values.only && !values.quick) writeFileSync('docs/faults.md', report(columns, rows).text)
}
await Promise.all(lanes.map(({ stop }) => stop()))

const { text, good } = report(columns, rows)
// In the words of a test run, for the sum of several.
mkdirSync(RESULTS, { recursive: true })
const stats = { expected: good, unexpected: rows.length - good }
writeFileSync(`${RESULTS}/faults.json`, JSON.stringify({ stats }))
console.log(text.slice(text.indexOf('\n## ')))
if (good < rows.length || rows.length === 0) process.exitCode = 1
