import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

export const atMostMints =
  (limit: number): NonNullable<Scenario['claim']> =>
  ({ world }) =>
    world.mints.length > limit ? `asked for a token ${world.mints.length} times` : undefined

export const frames = ({ tab }: Stage) =>
  tab.evaluate(() => document.querySelectorAll('[data-slot] iframe').length, null)

/** Lets time pass while a viewer uses the dashboard. Returns how often the dashboard had no rows for them. */
export async function watchFor(stage: Stage, durationMs: number, everyMs = 5_000): Promise<number> {
  let failures = 0
  for (let leftMs = durationMs; leftMs > 0; leftMs -= everyMs) {
    await stage.pass(everyMs)
    if (!(await stage.isFresh())) failures++
  }
  return failures
}
