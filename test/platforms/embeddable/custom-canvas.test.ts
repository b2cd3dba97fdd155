// @vitest-environment jsdom

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openElement } from './open-element'

type Page = Awaited<ReturnType<typeof openElement>>

const LIFETIME_MS = 300_000

let page: Page

beforeEach(async () => {
  vi.useFakeTimers()
  page = await openElement()
  page.give('first', LIFETIME_MS)
})
afterEach(() => {
  page.close()
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)

/** The viewer works on the shown element for so long, with an event each second. */
async function edit(forMs: number, event: () => Event = () => new Event('keydown')): Promise<void> {
  const [shown] = page.elements
  for (let passedMs = 0; passedMs < forMs; passedMs += 1_000) {
    shown?.dispatchEvent(event())
    await wait(1_000)
  }
}

/** The shown element reports that it has loaded, with a canvas. */
function load(): void {
  page.emit('componentsLoad')
  page.emit('customCanvasReady')
}

describe('readiness', () => {
  test('a dashboard that has only a canvas is ready with customCanvasReady', async () => {
    await wait(500)
    page.emit('customCanvasReady')
    expect(page.happened).toEqual(['connected', 'ready'])
    await wait(60_000)
    expect(page.happened).toEqual(['connected', 'ready'])
  })

  test.each([
    ['componentsLoad', 'customCanvasReady'],
    ['customCanvasReady', 'componentsLoad'],
  ])('%s before %s is ready once', (first, second) => {
    page.emit(first)
    page.emit(second)
    page.emit(second)
    expect(page.happened).toEqual(['connected', 'ready'])
  })
})

describe('readiness with the option customCanvas', () => {
  beforeEach(async () => {
    page.close()
    page = await openElement({ customCanvas: true })
    page.give('first', LIFETIME_MS)
  })

  test('comes with the canvas, and not with componentsLoad', async () => {
    page.emit('componentsLoad')
    await wait(10_000)
    expect(page.happened).toEqual(['connected'])
    page.emit('customCanvasReady')
    expect(page.happened).toEqual(['connected', 'ready'])
  })

  test('comes after 15 s without the canvas, when the components have loaded', async () => {
    page.emit('componentsLoad')
    await wait(15_500)
    expect(page.happened).toEqual(['connected', 'ready'])
  })

  test('does not come when the element reports nothing', async () => {
    await wait(15_500)
    expect(page.happened).toEqual(['connected', 'failed timed-out'])
  })
})

describe('the next element replaces a canvas', () => {
  test('only when its own canvas is ready', async () => {
    load()
    page.give('second', LIFETIME_MS)
    await wait(3_500)
    expect(page.elements).toHaveLength(2)
    page.emit('componentsLoad')
    expect(page.shownToken).toBe('first')
    await wait(5_000)
    page.emit('customCanvasReady')
    expect(page.shownToken).toBe('second')
    expect(page.elements).toHaveLength(1)
  })

  test('after 15 s also without its canvas, when its components have loaded', async () => {
    load()
    page.give('second', LIFETIME_MS)
    await wait(3_500)
    page.emit('componentsLoad')
    await wait(15_500)
    expect(page.shownToken).toBe('second')
    expect(page.happened).toEqual(['connected', 'ready'])
  })

  test('without a canvas, as soon as its components have loaded', async () => {
    page.emit('componentsLoad')
    page.give('second', LIFETIME_MS)
    await wait(3_500)
    page.emit('componentsLoad')
    expect(page.shownToken).toBe('second')
  })
})

describe('a canvas on which a viewer works', () => {
  test.each<[name: string, event: () => Event]>([
    ['types', () => new Event('keydown')],
    ['clicks', () => new Event('pointerdown')],
    ['drags', () => Object.assign(new Event('pointermove'), { buttons: 1 })],
    ['changes a field', () => new Event('input', { bubbles: true, composed: true })],
    ['drops a chart', () => new Event('drop')],
  ])('stays while the viewer %s, also after its token has expired', async (_, event) => {
    load()
    const [shown] = page.elements
    page.give('second', LIFETIME_MS)
    await edit(2 * LIFETIME_MS, event)
    expect(page.elements).toEqual([shown])
    expect(page.shownToken).toBe('first')
  })

  test('is replaced 30 s after the viewer has stopped', async () => {
    load()
    page.give('second', LIFETIME_MS)
    await edit(60_000)
    await wait(28_000)
    expect(page.elements).toHaveLength(1)
    await wait(2_000)
    expect(page.elements).toHaveLength(2)
    load()
    expect(page.shownToken).toBe('second')
  })

  test('stays in a hidden page until 30 s have passed', async () => {
    load()
    await edit(1_000)
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    page.give('second', LIFETIME_MS)
    await wait(20_000)
    expect(page.elements).toHaveLength(1)
    await wait(12_000)
    expect(page.elements).toHaveLength(2)
    vi.restoreAllMocks()
  })

  test('stays when the viewer begins to work while the next element loads', async () => {
    load()
    page.give('second', LIFETIME_MS)
    await wait(3_500)
    const [shown, next] = page.elements
    expect(next?.getAttribute('token')).toBe('second')
    await edit(1_000)
    load()
    expect(page.elements).toEqual([shown])
    await wait(40_000)
    const [, again] = page.elements
    expect(again?.getAttribute('token')).toBe('second')
    expect(again).not.toBe(next)
    load()
    expect(page.elements).toEqual([again])
  })

  test('stays when the next element does not load', async () => {
    load()
    page.give('second', LIFETIME_MS)
    await wait(3_500)
    const [shown] = page.elements
    await edit(16_000)
    expect(page.elements).toEqual([shown])
    expect(page.happened).toEqual(['connected', 'ready', 'warning timed-out'])
  })

  test('gets the newest of several tokens', async () => {
    load()
    page.give('second', LIFETIME_MS)
    await edit(10_000)
    page.give('third', LIFETIME_MS)
    await edit(10_000)
    await wait(35_000)
    expect(page.elements.map((node) => node.getAttribute('token'))).toEqual(['first', 'third'])
  })

  test('gets its token in place with tokenRenewal: attribute', async () => {
    load()
    const [shown] = page.elements
    page.update({ tokenRenewal: 'attribute' })
    await edit(1_000)
    page.give('second', LIFETIME_MS)
    expect(page.elements).toEqual([shown])
    expect(page.shownToken).toBe('second')
  })
})

test.each<[name: string, event: () => Event]>([
  ['a pointer that moves over a canvas', () => Object.assign(new Event('pointermove'), { buttons: 0 })],
  ['a wheel', () => new Event('wheel')],
])('%s is not an edit', async (_, event) => {
  load()
  page.give('second', LIFETIME_MS)
  await edit(5_000, event)
  await wait(4_000)
  expect(page.elements).toHaveLength(2)
})

test('a dashboard without a canvas is replaced while it is used, before its token expires', async () => {
  page.emit('componentsLoad')
  page.give('second', LIFETIME_MS)
  await edit(LIFETIME_MS - 4_000, () => new Event('keydown', { bubbles: true }))
  expect(page.elements).toHaveLength(2)
})
