import { type Browser, chromium } from 'playwright'
import { chromiumOptions } from '../scripts/browsers/chromium.ts'
import { type Spread, spreadOf } from './first-chart.ts'

/** Two ways of doing the same, measured in pairs. */
export interface PairTimes<Way extends string> {
  /** The milliseconds of each pair. */
  readonly times: Readonly<Record<Way, readonly number[]>>
  /** The ratios of the first way to the second way. */
  readonly ratio: Spread
}

/** Times two ways in turn in one Chromium. An uncounted pair warms the caches of the server. The ways take turns at going first. */
export async function timePairs<Way extends string>(
  ways: readonly [Way, Way],
  pairs: number,
  time: (browser: Browser, way: Way) => Promise<number>,
): Promise<PairTimes<Way>> {
  const [first, second] = ways
  const times = { [first]: [], [second]: [] } as unknown as Record<Way, number[]>
  const browser = await chromium.launch(await chromiumOptions())
  try {
    for (let pair = -1; pair < pairs; pair++) {
      for (const way of pair % 2 ? ways : [second, first]) {
        const ms = await time(browser, way)
        if (pair >= 0) times[way].push(ms)
      }
      process.stderr.write('.')
    }
  } finally {
    await browser.close()
  }
  return { times, ratio: spreadOf(times[first].map((ms, pair) => ms / (times[second][pair] as number))) }
}
