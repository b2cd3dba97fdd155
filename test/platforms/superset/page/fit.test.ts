import { expect, test } from 'vitest'
import { createFit } from '../../../../src/platforms/superset/page/fit'

const elementOf = (height: string) => ({ style: { height } }) as unknown as HTMLElement

test('a height that is asked for during a look is what the frame has after it', () => {
  const frame = elementOf('1113px')
  const { shorten, fill } = createFit(elementOf('auto'), frame as HTMLIFrameElement)
  const restore = shorten(100)
  expect(frame.style.height).toBe('100px')
  fill()
  restore()
  expect(frame.style.height).toBe('100%')
})

test('a frame that was made shorter has its height again after the look', () => {
  const frame = elementOf('1113px')
  const restore = createFit(elementOf('auto'), frame as HTMLIFrameElement).shorten(100)
  restore()
  expect(frame.style.height).toBe('1113px')
})
