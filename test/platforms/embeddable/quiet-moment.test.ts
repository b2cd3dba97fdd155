import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { quietMoment } from '../../../src/platforms/embeddable/quiet-moment'

/** As much of a document as is listened to. */
const page = Object.assign(new EventTarget(), { hidden: false })
const quiet = (limitMs: () => number, signal: AbortSignal) =>
  quietMoment(page as unknown as Document, limitMs, signal)

beforeEach(() => {
  vi.useFakeTimers()
  page.hidden = false
})
afterEach(() => {
  vi.useRealTimers()
})

/** Waits beside a viewer who moves the pointer every second for `busyMs`. Returns when the moment came. */
async function waitBeside(busyMs: number, limitMs: number, signal = new AbortController().signal) {
  const startedAt = performance.now()
  let cameAtMs: number | undefined
  const passedMs = () => performance.now() - startedAt
  quiet(() => limitMs - passedMs(), signal).then(() => {
    cameAtMs = passedMs()
  })
  while (passedMs() < 60_000) {
    if (passedMs() < busyMs) page.dispatchEvent(new Event('pointermove'))
    await vi.advanceTimersByTimeAsync(1_000)
  }
  return cameAtMs
}

test('comes when the viewer has not used the page for 3 s', async () => {
  expect(await waitBeside(0, 50_000)).toBe(3_000)
  expect(await waitBeside(10_000, 50_000)).toBe(12_000)
})

test('does not wait for a viewer who never stops', async () => {
  expect(await waitBeside(60_000, 20_000)).toBe(20_000)
  expect(await waitBeside(60_000, -5_000)).toBe(0)
})

test('comes at once where the page is hidden, and within 250 ms when it becomes so', async () => {
  page.hidden = true
  expect(await waitBeside(60_000, 50_000)).toBe(0)
  page.hidden = false
  const moment = vi.fn()
  quiet(() => 50_000, new AbortController().signal).then(moment)
  await vi.advanceTimersByTimeAsync(1_100)
  expect(moment).not.toHaveBeenCalled()
  page.hidden = true
  await vi.advanceTimersByTimeAsync(250)
  expect(moment).toHaveBeenCalled()
})

test('never comes after an abort, and leaves no timers and listeners', async () => {
  const leaving = new AbortController()
  const added = vi.spyOn(page, 'addEventListener')
  const moment = vi.fn()
  quiet(() => 50_000, leaving.signal).then(moment)
  leaving.abort()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(moment).not.toHaveBeenCalled()
  for (const [, , options] of added.mock.calls) expect(options).toMatchObject({ signal: leaving.signal })
  expect(vi.getTimerCount()).toBe(0)
})
