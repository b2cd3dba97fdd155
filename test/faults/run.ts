/**
 * `npm run faults`: every situation of `scenarios/`, with guestpass and with the official SDK side by side.
 *
 *     npm run faults -- --browser chromium,firefox,webkit   where (default: chromium; the SDK plays there too)
 *     npm run faults -- --only sleep                 the situations with that word in their names
 *     npm run faults -- --only sleep --keep          puts them among the situations of docs/faults.md
 *     npm run faults -- --quick                      only guestpass, and only situations that take a moment
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Outcome } from '../../scripts/outcome.ts'
import { RESULTS } from '../../scripts/steps.ts'
import { LANES, openChromium, openFirefox } from './browsers/playwright.ts'
import { openWebkit } from './browsers/webkit.ts'
import { play } from './play.ts'
import { type BrowserRun, report, rowText } from './report.ts'
import type { Verdict } from './scenario.ts'
import { SCENARIOS } from './scenarios/index.ts'
import { type Servers, startServers } from './servers/servers.ts'

const BROWSERS = { chromium: openChromium, firefox: openFirefox, webkit: openWebkit } as const

const KEPT = '.cache/faults'

const { values } = parseArgs({
  options: {
    browser: { type: 'string', default: 'chromium' },
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
})
/** Whether the results go into docs/faults.md. */
const isKept = values.keep || (!values.only && !values.quick)
const names = values.browser.split(',') as (keyof typeof BROWSERS)[]
const scenarios = SCENARIOS.filter(
  ({ name, isQuick }) => name.includes(values.only) && (isQuick || !values.quick),
)

/** Each lane plays one situation at a time, on its own servers. */
const lanes = await Promise.all(Array.from({ length: LANES }, startServers))
const runs: BrowserRun[] = []
for (const name of names) {
  const driver = await BROWSERS[name]()
  const contestants =
    name === 'chromium' && !values.quick ? (['guestpass', 'sdk'] as const) : (['guestpass'] as const)
  const verdicts: Record<string, (Verdict | undefined)[]> = {}
  const waiting = [...scenarios]
  const playOn = async (servers: Servers) => {
    for (let scenario = waiting.shift(); scenario; scenario = waiting.shift()) {
      const startedAtMs = performance.now()
      const played: (Verdict | undefined)[] = []
      for (const contestant of contestants) played.push(await play(scenario, contestant, driver, servers))
      verdicts[scenario.name] = played
      console.log(rowText(scenario, played, performance.now() - startedAtMs))
    }
  }
  await Promise.all(lanes.slice(0, driver.lanes).map(playOn))
  await driver.close()
  const columns = contestants.map((one) => (one === 'sdk' ? 'official SDK' : `guestpass, ${driver.name}`))
  const run = { columns, date: new Date().toISOString().slice(0, 10), verdicts }
  runs.push(run)
  // Each browser's own, so that the page can be made of runs of one browser each.
  if (isKept) keep(name, values.only ? withKept(name, run) : run)
}
await Promise.all(lanes.map(({ stop }) => stop()))

if (isKept) {
  const kept = Object.keys(BROWSERS).flatMap((name) => readKept(name) ?? [])
  writeFileSync('docs/faults.md', report(SCENARIOS, kept).text)
}
const { text, failures } = report(scenarios, runs)
console.log(text.slice(text.indexOf('\n## ')))
const outcome: Outcome = { passed: scenarios.length - failures.length, failed: failures.length, failures }
mkdirSync(RESULTS, { recursive: true })
writeFileSync(`${RESULTS}/faults.json`, JSON.stringify(outcome))
if (failures.length > 0 || scenarios.length === 0) process.exitCode = 1

function keep(name: string, run: BrowserRun): void {
  mkdirSync(KEPT, { recursive: true })
  writeFileSync(`${KEPT}/${name}.json`, JSON.stringify(run))
}

/** The run with the situations that were played before. */
function withKept(name: string, run: BrowserRun): BrowserRun {
  return { ...run, verdicts: { ...readKept(name)?.verdicts, ...run.verdicts } }
}

function readKept(name: string): BrowserRun | undefined {
  const file = `${KEPT}/${name}.json`
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}
