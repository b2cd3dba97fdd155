import { createFrame, type FrameAttributes } from './frame'

/** A frame for a dashboard. */
export interface PlacedFrame {
  readonly frame: HTMLIFrameElement
  /** Whether a document has loaded in it so far. */
  readonly isLoaded: boolean
}

interface ParkedFrame {
  readonly placed: PlacedFrame
  readonly box: HTMLElement
}

/** Frames that load before their dashboards are mounted, by their markup: a frame with the same markup is as good. */
const parkedFrames = new Map<string, ParkedFrame>()

/** Loads the page out of sight, without a token. Returns the function that drops it, unless a dashboard has taken it. */
export function parkFrame(url: URL, attributes: FrameAttributes): () => void {
  const placed = watchLoad(createFrame(document, url, attributes))
  const { frame } = placed
  const key = frame.outerHTML
  if (parkedFrames.has(key)) return () => {}
  const box = document.createElement('div')
  box.inert = true
  box.style.cssText = 'position:fixed;inset:0;visibility:hidden;pointer-events:none;z-index:-1'
  const parked: ParkedFrame = { placed, box }
  parkedFrames.set(key, parked)
  box.append(frame)
  // Not `document.body`: an element with the name "body" takes its place in `document`.
  document.documentElement.append(box)
  return () => {
    if (parkedFrames.get(key) === parked) parkedFrames.delete(key)
    box.remove()
  }
}

/**
 * Puts a frame into the mount point: the parked frame where the browser can move it without a reload, otherwise a new
 * frame, for which the parked frame has filled the cache.
 */
export function placeFrame(url: URL, attributes: FrameAttributes, mountPoint: HTMLElement): PlacedFrame {
  const frame = createFrame(mountPoint.ownerDocument, url, attributes)
  const parked = parkedFrames.get(frame.outerHTML)
  parkedFrames.delete(frame.outerHTML)
  if (parked && canMove(parked.placed.frame, mountPoint)) {
    mountPoint.moveBefore(parked.placed.frame, null)
    parked.box.remove()
    return parked.placed
  }
  parked?.box.remove()
  mountPoint.append(frame)
  return watchLoad(frame)
}

function watchLoad(frame: HTMLIFrameElement): PlacedFrame {
  const placed = { frame, isLoaded: false }
  frame.addEventListener('load', () => {
    placed.isLoaded = true
  })
  return placed
}

/** `moveBefore` throws unless both are connected to the same document. */
function canMove(frame: HTMLIFrameElement, mountPoint: HTMLElement): boolean {
  const composed = { composed: true }
  return 'moveBefore' in mountPoint && frame.getRootNode(composed) === mountPoint.getRootNode(composed)
}
