import { describe, expect, test } from 'vitest'
import {
  afterLook,
  type Look,
  lookPx,
  type Measurement,
  nextLookInMs,
  type ScrollState,
  type Suspicion,
} from '../../src/core/scroll-policy'
import { createRandom, seedFromEnvironment } from '../helpers/random'

/** A frame and the page in it, as releases up to 6.1 report it or, honestly, those after. */
interface Page {
  framePx: number
  contentPx: number
  readonly overhangPx: number | undefined
}

const reported = ({ contentPx, overhangPx }: Page, framePx: number) =>
  overhangPx === undefined ? contentPx : Math.max(contentPx, framePx + overhangPx)

const asIs = (page: Page) => ({
  look: 'as-is' as const,
  framePx: page.framePx,
  reportedPx: reported(page, page.framePx),
})

/** One round of looks at a page that is given the height that comes out of it; what it looked at comes back. */
function round(page: Page, state: ScrollState, suspicion: Suspicion, isFitted = true) {
  const looks: Look[] = []
  const { framePx } = page
  let before: Measurement = asIs(page)
  let after = afterLook(state, before, undefined, suspicion)
  while (after.nextLook) {
    const look = after.nextLook
    looks.push(look)
    const shorterPx = lookPx(look, framePx)
    const measurement = { look, framePx: shorterPx, reportedPx: reported(page, shorterPx) }
    after = afterLook(after.state, measurement, before, suspicion)
    before = measurement
  }
  if (isFitted) page.framePx = after.state.contentPx ?? framePx
  return { state: after.state, looks }
}

function settle(page: Page, state: ScrollState = {}, isFitted = true): ScrollState {
  let settled = round(page, state, 'possible', isFitted).state
  for (let rounds = 0; rounds < 3; rounds++) settled = round(page, settled, 'none', isFitted).state
  return settled
}

const OVERHANGS = [undefined, 0, 18, 40, 57] as const

describe.each(OVERHANGS)('a page with an overhang of %s px', (overhangPx) => {
  test.each([130, 383, 590, 600, 610, 983, 5_000])('is found to be %d px high, and stays so', (contentPx) => {
    const page: Page = { framePx: 600, contentPx, overhangPx }
    const state = settle(page)
    expect(page.framePx).toBe(Math.max(contentPx, overhangPx === undefined ? 0 : 100 + overhangPx))
    for (let idle = 0; idle < 20; idle++) {
      expect(round(page, state, 'none')).toMatchObject({ looks: [] })
      expect(page.framePx).toBe(state.contentPx)
    }
  })

  test('is followed up in one round, and down in one round after an event', () => {
    const page: Page = { framePx: 600, contentPx: 983, overhangPx }
    let state = settle(page)
    page.contentPx = 1_111
    state = round(page, state, 'none').state
    expect(page.framePx).toBe(1_111)
    state = round(page, state, 'possible').state
    page.contentPx = 420
    state = round(page, state, 'possible').state
    expect(page.framePx).toBe(420)
  })

  test('is followed up in one measurement while its charts still load', () => {
    const page: Page = { framePx: 600, contentPx: 664, overhangPx }
    const state = settle(page)
    page.contentPx = 964
    const { state: growing } = afterLook(state, asIs(page), undefined, 'none')
    page.framePx = growing.contentPx as number
    page.contentPx = 1_113
    expect(afterLook(growing, asIs(page), undefined, 'none').state.contentPx).toBe(1_113)
  })

  test('is followed down in one measurement when another tab is open', () => {
    const page: Page = { framePx: 600, contentPx: 983, overhangPx }
    const state = settle(page)
    page.contentPx = 420
    expect(round(page, state, 'likely').looks.length).toBeLessThanOrEqual(1)
    expect(page.framePx).toBe(420)
  })

  test('is also found in a frame of another height, which keeps its height', () => {
    const page: Page = { framePx: 700, contentPx: 300, overhangPx }
    expect(settle(page, {}, false).contentPx).toBe(300)
    page.contentPx = 1_500
    expect(settle(page, {}, false).contentPx).toBe(1_500)
  })
})

test('a page without an overhang is not measured again after it has shown that', () => {
  const page: Page = { framePx: 600, contentPx: 400, overhangPx: undefined }
  const { state, looks } = round(page, {}, 'possible')
  expect(looks).toEqual([])
  expect(round(page, state, 'possible').looks).toEqual([])
  page.contentPx = 800
  expect(round(page, state, 'possible').looks).toEqual([])
  expect(page.framePx).toBe(800)
})

test('an unused page is not measured twice', () => {
  const page: Page = { framePx: 600, contentPx: 983, overhangPx: 18 }
  const state = settle(page)
  expect(round(page, state, 'none').looks).toEqual([])
  expect(round(page, state, 'possible').looks).toEqual(['shorter'])
})

test('converges after 20,000 random changes, whatever the overhang turns into', () => {
  const seed = seedFromEnvironment()
  const random = createRandom(seed)
  let state: ScrollState = {}
  let page: Page = { framePx: 600, contentPx: 900, overhangPx: 18 }
  for (let change = 0; change < 20_000; change++) {
    const contentPx = 200 + random.below(3_000)
    // A filter bar that opens brings another overhang; a page of another release comes with another document.
    const overhangPx = random.next() < 0.1 ? random.pick([0, 18, 30]) : page.overhangPx
    page = { ...page, contentPx, overhangPx }
    state = round(page, state, random.pick<Suspicion>(['possible', 'likely'])).state
    state = round(page, state, 'possible').state
    for (let rounds = 0; rounds < 3; rounds++) state = round(page, state, 'none').state
    if (page.framePx !== contentPx) {
      throw new Error(`${page.framePx} px for ${contentPx} px of content (SEED=${seed}, change ${change})`)
    }
  }
})

describe('the next measurement', () => {
  test.each([
    ['a viewer uses the dashboard', { isHeld: true, quietMs: 5_000 }, 200],
    ['something happened a moment ago', { isHeld: false, quietMs: 9_999 }, 500],
    ['a viewer rests on the dashboard', { isHeld: true, quietMs: 30_000 }, 1_000],
    ['the viewer does not use the dashboard', { isHeld: false, quietMs: 10_000 }, 10_500],
  ])('while %s', (_what, use, delayMs) => {
    expect(nextLookInMs(use)).toBe(delayMs)
  })
})
