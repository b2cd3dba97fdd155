import { createFrame, type FrameOptions } from './frame'

/** A frame for a dashboard, and whether its page has loaded already. */
export interface ReadyFrame {
  readonly frame: HTMLIFrameElement
  readonly isLoaded: boolean
}

interface Parked {
  readonly frame: HTMLIFrameElement
  readonly place: HTMLElement
  isLoaded: boolean
}

/** Frames that load ahead of their dashboards, by their markup: one that says the same is as good. */
const parked = new Map<string, Parked>()

/** Loads the page out of sight; no token goes to it. Returns what gives it up, unless it was taken. */
export function parkFrame(url: URL, options: FrameOptions): () => void {
  const frame = createFrame(url, options)
  const key = frame.outerHTML
  if (parked.has(key)) return () => {}
  const place = document.createElement('div')
  place.inert = true
  place.style.cssText = 'position:fixed;inset:0;visibility:hidden;pointer-events:none;z-index:-1'
  const one: Parked = { frame, place, isLoaded: false }
  parked.set(key, one)
  frame.addEventListener('load', () => {
    one.isLoaded = true
  })
  place.append(frame)
  document.body.append(place)
  return () => {
    if (parked.get(key) === one) parked.delete(key)
    place.remove()
  }
}

/**
 * Puts a frame into the mount point: the parked one where the browser can move it as it is, or else a new one, for
 * which the parked one has warmed the cache.
 */
export function placeFrame(url: URL, options: FrameOptions, mountPoint: HTMLElement): ReadyFrame {
  const frame = createFrame(url, options)
  const one = parked.get(frame.outerHTML)
  parked.delete(frame.outerHTML)
  if (one && 'moveBefore' in mountPoint && mountPoint.isConnected) {
    mountPoint.moveBefore(one.frame, null)
    one.place.remove()
    return one
  }
  one?.place.remove()
  mountPoint.append(frame)
  return { frame, isLoaded: false }
}
