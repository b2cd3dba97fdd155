/** A seeded generator (mulberry32), so that a failing run can be repeated. */
export function createRandom(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    below: (limit: number): number => Math.floor(next() * limit),
    pick: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T,
  }
}

/** The seed to run with: `SEED=… npm test` repeats a failure. */
export function seedFromEnvironment(): number {
  return Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
}

/** How many random cases a slow test runs: all of them, or a tenth in `npm run test:unit`. */
export function randomCases(all: number): number {
  return process.env.GUESTPASS_RANDOM_CASES === 'a-tenth' ? all / 10 : all
}
