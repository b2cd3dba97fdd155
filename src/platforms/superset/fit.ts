import type { ScrollSize } from '../../core/scroll-policy'

/**
 * Makes a mount point as high as the frame in it, and keeps it so while the frame is made shorter for a look, and
 * when the frame is gone: nothing on the host page moves then.
 */
export interface Fit {
  /** The frame gets the size, and the mount point that of the frame and of its own sideways scrollbar. */
  fit(content: ScrollSize): void
  /** The frame takes the size of the mount point, which is the app's matter. */
  fill(): void
  /** The frame is as wide as the mount point, until its content is known to be wider. */
  widen(): void
  /** Makes the frame that high until the returned function is called. */
  shorten(framePx: number): () => void
}

export function createFit(mountPoint: HTMLElement, frame: HTMLIFrameElement, isFitted: boolean): Fit {
  const { style } = frame
  /** What the frame has when no look is taken: another may be asked for meanwhile. */
  let ownHeight = style.height
  // In a frame as high as its content a scrollbar could only be for the overhang.
  frame.scrolling = isFitted ? 'no' : 'auto'
  return {
    fit({ width, height }) {
      frame.scrolling = 'no'
      mountPoint.style.overflow = 'auto hidden'
      // Content wider than the frame stays reachable: the frame gets its width, and the mount point scrolls.
      if (width > frame.clientWidth) style.minWidth = `${width}px`
      style.height = ownHeight = `${height}px`
      mountPoint.style.height = 'auto'
      mountPoint.style.height = getComputedStyle(mountPoint).height
    },
    fill() {
      frame.scrolling = 'auto'
      mountPoint.style.overflow = style.minWidth = ''
      style.height = ownHeight = '100%'
    },
    widen() {
      style.minWidth = ''
    },
    shorten(framePx) {
      style.height = `${framePx}px`
      return () => {
        style.height = ownHeight
      }
    },
  }
}
