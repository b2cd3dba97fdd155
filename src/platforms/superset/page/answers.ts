import { GuestpassError } from '../../../core/errors'
import { ownProperties } from '../../../core/own-properties'
import type { ScrollSize } from '../types'

/** Only the shape of an answer is checked. Superset decides what is in it. */
const SHAPES: Readonly<Record<string, (answer: unknown) => boolean>> = {
  getScrollSize: isScrollSize,
  getDashboardPermalink: (answer) => typeof answer === 'string',
  getActiveTabs: Array.isArray,
  setDataMask: () => true,
}

/** Returns the answer of Superset's page to a call of the app. Throws `call-failed` when the answer has not the type of `SHAPES`. */
export function checkedAnswer(method: string, answer: unknown): unknown {
  const isRight = Object.hasOwn(SHAPES, method) ? SHAPES[method] : isObject
  if (isRight?.(answer)) return answer
  throw new GuestpassError(
    'call-failed',
    `${method}: Superset's page returned a value of a type that guestpass does not know.`,
  )
}

export function isScrollSize(answer: unknown): answer is ScrollSize {
  const { width, height } = ownProperties(answer)
  return Number.isFinite(width) && Number.isFinite(height)
}

const isObject = (answer: unknown) => typeof answer === 'object' && answer !== null
