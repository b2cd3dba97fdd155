import { expect, test, vi } from 'vitest'
import { createMissingFinder, MissingDashboards, mintExisting } from '../../src/server/missing-dashboards'
import { createRandom, seedFromEnvironment } from '../helpers/random'

const token = { token: 'token', expiresInSeconds: 300 }

function setUp(missing: readonly string[]) {
  const clock = { now: 0 }
  const gone = new Set(missing)
  const tryMint = vi.fn(async (ids: readonly string[]) =>
    ids.some((id) => gone.has(id)) ? undefined : token,
  )
  const mintAround = createMissingFinder(() => clock.now)
  const onMissing = vi.fn()
  const mint = (ids: readonly string[]) =>
    mintExisting(ids, async (some) => [await mintAround(some, tryMint), some], onMissing)
  return { clock, gone, tryMint, onMissing, mint }
}

test('existing dashboards get their token, whichever dashboards are missing', async () => {
  const seed = seedFromEnvironment()
  const random = createRandom(seed)
  for (let run = 0; run < 500; run++) {
    const ids = Array.from({ length: 1 + random.below(40) }, (_, index) => `d${index}`)
    const missing = ids.filter(() => random.next() < random.next() ** 2)
    const existing = ids.filter((id) => !missing.includes(id))
    const { tryMint, mint } = setUp(missing)
    const minted = await mint(ids)
    expect(minted, `SEED=${seed}`).toEqual(existing.length > 0 ? [token, existing] : undefined)
    expect(tryMint.mock.calls.length, `SEED=${seed}`).toBeLessThanOrEqual(2 * ids.length + 1)
  }
})

test('finds one missing dashboard among many in a few calls', async () => {
  const ids = Array.from({ length: 32 }, (_, index) => `d${index}`)
  const { tryMint, onMissing, mint } = setUp(['d19'])
  await mint(ids)
  // All, then half after half, then the rest.
  expect(tryMint.mock.calls.length).toBeLessThanOrEqual(1 + 2 * 5 + 1)
  expect(onMissing).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ code: 'denied', dashboards: ['d19'] }),
  )
})

test('remembers missing dashboards for a minute, and then looks for them again', async () => {
  const { clock, gone, tryMint, mint } = setUp(['d1'])
  await mint(['d1', 'd2'])
  tryMint.mockClear()
  gone.clear()
  expect(await mint(['d1', 'd2'])).toEqual([token, ['d2']])
  expect(await mint(['d1'])).toBeUndefined()
  expect(tryMint).toHaveBeenCalledTimes(1)
  clock.now = 60_000
  expect(await mint(['d1', 'd2'])).toEqual([token, ['d1', 'd2']])
})

test('an API that fails during the search fails the mint, and reports no missing dashboard', async () => {
  const { gone, tryMint, mint } = setUp(['d1'])
  tryMint.mockResolvedValueOnce(undefined).mockRejectedValueOnce(new Error('down'))
  await expect(mint(['d1', 'd2'])).rejects.toThrow('down')
  gone.clear()
  expect(await mint(['d1', 'd2'])).toEqual([token, ['d1', 'd2']])
})

test('an issuer that names other dashboards than requested ends the search', async () => {
  const mint = vi.fn(async () => {
    throw new MissingDashboards(['d9'])
  })
  await expect(mintExisting(['d1'], mint, () => {})).rejects.toMatchObject({ code: 'denied' })
  expect(mint).toHaveBeenCalledTimes(1)
})

test('a search that takes longer than 30 s ends, and names no dashboard as missing', async () => {
  const clock = { now: 0 }
  const mintAround = createMissingFinder(() => clock.now)
  const ids = Array.from({ length: 60 }, (_, index) => `d${index}`)
  const refuseSlowly = vi.fn(async () => {
    clock.now += 9_000
    return undefined
  })
  await expect(mintAround(ids, refuseSlowly)).rejects.toMatchObject({
    code: 'issuer-unavailable',
    message: expect.stringContaining('within 30 s'),
  })
  expect(refuseSlowly.mock.calls.length).toBeLessThanOrEqual(6)
})
