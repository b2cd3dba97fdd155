// @vitest-environment jsdom

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchWidth } from '../../../../src/platforms/superset/page/width'

/** Delivers to every observer of an element, as browsers do, when the test calls it. */
class Observers {
  static readonly active = new Map<object, () => void>()
  private readonly callback: () => void
  constructor(callback: () => void) {
    this.callback = callback
  }
  observe() {
    Observers.active.set(this, this.callback)
  }
  disconnect() {
    Observers.active.delete(this)
  }
}

let frames: (() => void)[] = []

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', Observers)
  frames = []
  window.requestAnimationFrame = (callback) => frames.push(() => callback(0))
})

afterEach(() => {
  Observers.active.clear()
  vi.unstubAllGlobals()
})

function elementOf(widthPx: number) {
  const element = document.createElement('div')
  const setWidth = (px: number) =>
    Object.defineProperty(element, 'clientWidth', { value: px, configurable: true })
  setWidth(widthPx)
  return { element, setWidth }
}

const deliver = () => {
  for (const callback of [...Observers.active.values()]) callback()
}

const nextFrame = () => {
  for (const callback of frames.splice(0)) callback()
  deliver()
}

test('a width that the callback changes again is reported in the next frame, and not in the same one', () => {
  const { element, setWidth } = elementOf(800)
  const closing = new AbortController()
  const reported: number[] = []
  watchWidth(closing.signal, () => {
    reported.push(element.clientWidth)
    // The page became higher, so its scrollbar takes 15 px.
    if (element.clientWidth === 700) setWidth(685)
  })(element)

  deliver()
  setWidth(700)
  deliver()
  deliver()
  expect(reported).toEqual([700])
  nextFrame()
  expect(reported).toEqual([700, 685])
  nextFrame()
  nextFrame()
  expect(reported).toEqual([700, 685])
  expect(frames).toEqual([])

  setWidth(640)
  deliver()
  expect(reported).toEqual([700, 685, 640])
})

test('observes nothing after the end, or in a mount point that it left', () => {
  const first = elementOf(800)
  const second = elementOf(800)
  const closing = new AbortController()
  const callback = vi.fn()
  const follow = watchWidth(closing.signal, callback)
  follow(first.element)
  first.setWidth(700)
  deliver()
  follow(second.element)
  nextFrame()
  expect(Observers.active.size).toBe(1)
  second.setWidth(600)
  deliver()
  closing.abort()
  nextFrame()
  expect(Observers.active.size).toBe(0)
})
