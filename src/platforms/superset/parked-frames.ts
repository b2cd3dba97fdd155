import { createFrame, type FrameAttributes } from './frame'
import { type PlacedFrame, parking, watchLoad } from './placed-frame'

/** A frame that loads before its dashboard is mounted. */
export interface ParkedFrame {
  /** Whether it still waits for its dashboard. */
  isParked(): boolean
  /** Removes it, unless a dashboard has taken it. */
  drop(): void
}

interface Parked {
  readonly placed: PlacedFrame
  readonly box: HTMLElement
}

/** By their markup, because a frame with the same markup is as good. */
const parkedFrames = new Map<string, Parked>()

/** Loads the page out of sight, without a token. */
export function parkFrame(url: URL, attributes: FrameAttributes): ParkedFrame {
  parking.move = takeFrame
  const placed = watchLoad(createFrame(document, url, attributes))
  const { frame } = placed
  const key = frame.outerHTML
  if (parkedFrames.has(key)) return { isParked: () => false, drop() {} }
  const box = document.createElement('div')
  box.inert = true
  box.style.cssText = 'position:fixed;inset:0;visibility:hidden;pointer-events:none;z-index:-1'
  const parked: Parked = { placed, box }
  const isParked = () => parkedFrames.get(key) === parked
  parkedFrames.set(key, parked)
  box.append(frame)
  // Not `document.body`: an element with the name "body" takes its place in `document`.
  document.documentElement.append(box)
  return {
    isParked,
    drop() {
      if (isParked()) parkedFrames.delete(key)
      box.remove()
    },
  }
}

/** Where the browser cannot move a frame without a reload, the parked frame has filled the cache for a new frame. */
function takeFrame({ outerHTML }: HTMLIFrameElement, mountPoint: HTMLElement): PlacedFrame | undefined {
  const parked = parkedFrames.get(outerHTML)
  if (!parked) return undefined
  parkedFrames.delete(outerHTML)
  const { placed, box } = parked
  const isMovable = canMove(placed.frame, mountPoint)
  if (isMovable) mountPoint.moveBefore(placed.frame, null)
  box.remove()
  return isMovable ? placed : undefined
}

/** `moveBefore` throws unless both are connected to the same document. */
function canMove(frame: HTMLIFrameElement, mountPoint: HTMLElement): boolean {
  const composed = { composed: true }
  return 'moveBefore' in mountPoint && frame.getRootNode(composed) === mountPoint.getRootNode(composed)
}
