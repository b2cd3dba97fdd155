import { createFrame, type FrameAttributes } from './frame'

/** A frame for a dashboard. */
export interface PlacedFrame {
  readonly frame: HTMLIFrameElement
  /** Whether a document has loaded in it so far. */
  readonly isLoaded: boolean
}

/** What `preload` does for a new frame. */
interface Parking {
  /** Moves the parked frame with the same markup to the mount point, if there is one. */
  move?: (frame: HTMLIFrameElement, mountPoint: HTMLElement) => PlacedFrame | undefined
}

/** Empty in an app that preloads nothing. */
export const parking: Parking = {}

/** Puts a frame into the mount point: a frame that was loaded before, or a new frame. */
export function placeFrame(url: URL, attributes: FrameAttributes, mountPoint: HTMLElement): PlacedFrame {
  const frame = createFrame(mountPoint.ownerDocument, url, attributes)
  const parked = parking.move?.(frame, mountPoint)
  if (parked) return parked
  mountPoint.append(frame)
  return watchLoad(frame)
}

export function watchLoad(frame: HTMLIFrameElement): PlacedFrame {
  const placed = { frame, isLoaded: false }
  frame.addEventListener('load', () => {
    placed.isLoaded = true
  })
  return placed
}
