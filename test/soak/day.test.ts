import { expect, test } from 'vitest'
import { seedFromEnvironment } from '../helpers/random'
import { liveThroughDay } from './day'

test('requests one token and 360 renewals on a quiet day, in a page that drew the latest renewal', async () => {
  const { mints } = await liveThroughDay({ seed: 1, hours: 24, isQuiet: true })
  expect(mints).toBe(361)
})

test('ten days with faults have no expired token, no second mint at a time and no lost dashboard', async () => {
  const seed = seedFromEnvironment()
  for (let day = 0; day < 10; day++) {
    const { mints, sent, naps, outages } = await liveThroughDay({ seed: seed + day, hours: 24 })
    expect(Math.min(naps, outages)).toBeGreaterThan(0)
    expect(sent).toBeGreaterThan(100)
    // One in 5 s for each of three dashboards would be 51,840.
    expect(mints).toBeLessThan(5_000)
  }
})
