/** `npm run bench:renewals`: how the renewals of many viewers are spread. A simulation, so it needs no idle machine. */

import { importSource } from '../../scripts/import-source.ts'
import { createRandom } from '../../test/helpers/random.ts'
import { writeSection } from '../section.ts'
import type * as Simulation from './simulate.ts'
import type { Load } from './simulate.ts'

const { simulateRenewals } = await importSource<typeof Simulation>('bench/renewals/simulate.ts')

const VIEWERS = 100_000
const LIFETIMES_SECONDS = [60, 300, 3_600]
/** Lifetimes that the viewers stay. */
const STAY = 12
const SEED = 14

/** Before: every page renews at the latest age. */
const LATEST = () => 1

const rows = LIFETIMES_SECONDS.map((seconds) => {
  const lifetimeMs = seconds * 1_000
  const crowd = { viewers: VIEWERS, lifetimeMs, stayMs: STAY * lifetimeMs }
  const { next } = createRandom(SEED)
  const together = simulateRenewals({ ...crowd, random: next, draw: LATEST })
  const spread = simulateRenewals({ ...crowd, random: next, draw: next })
  return `| ${seconds} s | ${peakOf(together)} | ${peakOf(spread)} | ${moreOf(spread, together)} % | ${leftOf(spread)} s |`
})

writeSection(
  'Renewals of many viewers',
  `Made by \`npm run bench:renewals\` on ${new Date().toISOString().slice(0, 10)}, a simulation of the product's own refresh policy (seed ${SEED}):
${VIEWERS.toLocaleString('en')} viewers open a page within 2 s and stay for ${STAY} lifetimes of a token. Requests are counted in
buckets of 1 s. The peak is the fullest bucket from the second renewal on, beside the average of all renewals. Before:
every page renews at the latest age. After: each page draws its age once, between 60 % and 100 % of the latest.

| lifetime | peak before, beside the average | peak after, beside the average (goal: ≤ 3) | more mints (goal: ≤ 40 %) | shortest life left when the new token came |
| ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}
`,
)

function peakOf({ peak, average }: Load): string {
  return `${peak.toLocaleString('en')} = ${(peak / average).toFixed(1)} ×`
}

function moreOf(spread: Load, together: Load): string {
  return ((spread.renewals / together.renewals - 1) * 100).toFixed(0)
}

function leftOf({ shortestLeftMs }: Load): string {
  return (shortestLeftMs / 1_000).toFixed(1)
}
