import { afterEach, describe, expect, test, vi } from 'vitest'
import { createFit } from '../../../../src/platforms/superset/page/fit'

const elementOf = (height: string) => ({ style: { height } }) as unknown as HTMLElement

test('the frame gets a height that is set during a measurement', () => {
  const frame = elementOf('1113px')
  const { shorten, fill } = createFit(() => elementOf('auto'), frame as HTMLIFrameElement)
  const restore = shorten(100)
  expect(frame.style.height).toBe('100px')
  fill()
  restore()
  expect(frame.style.height).toBe('100%')
})

test('a frame that was made shorter gets its height back after the measurement', () => {
  const frame = elementOf('1113px')
  const restore = createFit(() => elementOf('auto'), frame as HTMLIFrameElement).shorten(100)
  restore()
  expect(frame.style.height).toBe('1113px')
})

describe('a frame behind another frame', () => {
  const size = { width: 300, height: 500 }

  function openBehind() {
    const mountPoint = Object.assign(elementOf('400px'), { clientWidth: 340, clientHeight: 420 })
    const frame = Object.assign(elementOf('100%'), { clientWidth: 320 }) as unknown as HTMLIFrameElement
    let isShown = false
    const padding = { paddingLeft: '20px', paddingRight: '0px', paddingTop: '20px', paddingBottom: '' }
    vi.stubGlobal('getComputedStyle', () => ({ ...padding, height: '500px' }))
    const fit = createFit(
      () => mountPoint,
      frame,
      () => isShown,
    )
    const show = () => {
      isShown = true
      fit.show()
    }
    return { mountPoint, frame, fit, show }
  }

  afterEach(() => vi.unstubAllGlobals())

  test('has the size of the mount point without its padding, out of sight', () => {
    const { frame, mountPoint } = openBehind()
    expect(frame.style).toMatchObject({ width: '320px', height: '400px' })
    expect(frame.style).toMatchObject({ position: 'absolute', visibility: 'hidden', zIndex: '-1' })
    expect(mountPoint.style).toEqual({ height: '400px' })
  })

  test('takes the size of its content, and the mount point follows when the frame is shown', () => {
    const { frame, mountPoint, fit, show } = openBehind()
    fit.fit(size)
    expect([frame.style.height, mountPoint.style.height]).toEqual(['500px', '400px'])
    show()
    expect(frame.style).toMatchObject({
      width: '100%',
      height: '500px',
      position: '',
      visibility: '',
      zIndex: '',
    })
    expect(mountPoint.style).toMatchObject({ height: '500px', overflow: 'auto hidden' })
  })

  test('follows the width of the mount point, and keeps its height when the app sets a height', () => {
    const { frame, mountPoint, fit, show } = openBehind()
    Object.assign(mountPoint, { clientWidth: 520 })
    fit.widen()
    fit.fill()
    expect(frame.style).toMatchObject({ width: '500px', height: '400px' })
    show()
    fit.fill()
    expect(frame.style).toMatchObject({ width: '100%', height: '100%' })
  })
})

describe('the width of a frame whose content is', () => {
  /** A frame in a place of 1,000 px, and a page that reports this width for a frame of a width. */
  function open(reported: (framePx: number) => number) {
    const style = { height: '500px', minWidth: '' }
    const frame = {
      style,
      get clientWidth() {
        return Math.max(1_000, Number.parseFloat(style.minWidth) || 0)
      },
    }
    const mountPoint = elementOf('auto')
    vi.stubGlobal('getComputedStyle', () => ({ height: '500px' }))
    const fit = createFit(() => mountPoint, frame as unknown as HTMLIFrameElement)
    return (rounds: number) =>
      Array.from({ length: rounds }, () => {
        const width = reported(frame.clientWidth)
        // A look in a shorter frame finds another height, and the width was reported before.
        for (const height of [500, 400]) fit.fit({ width, height })
        return frame.clientWidth
      })
  }

  afterEach(() => vi.unstubAllGlobals())

  test.each<[string, (framePx: number) => number, number]>([
    ['as wide as the frame', (framePx) => framePx, 1_000],
    ['wider', () => 1_300, 1_300],
    ['16 px wider than any frame, as in 6.0', (framePx) => framePx + 16, 1_000],
    ['wider, and at least 16 px wider than any frame', (framePx) => Math.max(1_300, framePx + 16), 1_300],
    ['narrower', () => 900, 1_000],
  ])('%s', (_, reported, widthPx) => {
    const look = open(reported)
    look(5)
    expect(look(5)).toEqual(Array.from({ length: 5 }, () => widthPx))
  })
})
