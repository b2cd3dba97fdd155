import type { ScrollSize } from '../../../core/scroll-policy'

/**
 * Makes a mount point as high as the frame in it. The mount point keeps its height while the frame is made shorter for a
 * look, and when the frame is gone, so nothing on the app's page moves.
 */
export interface Fit {
  /** The frame takes the size. The mount point becomes as high as the frame and its own horizontal scrollbar. */
  fit(content: ScrollSize): void
  /** The frame takes the size of the mount point, which the app sets. */
  fill(): void
  /** The frame is as wide as the mount point, until the content is known to be wider. */
  widen(): void
  /** Makes the frame this high until the returned function or `restore` is called. */
  shorten(framePx: number): () => void
  /** Ends a look: the frame has its height again. */
  restore(): void
}

export function createFit(mountPoint: HTMLElement, frame: HTMLIFrameElement): Fit {
  const { style } = frame
  /** The height of the frame outside of looks. */
  let height = style.height
  let isLook = false

  function setHeight(next: string): void {
    height = next
    // A look goes on, and the frame takes the height after it.
    if (!isLook) style.height = next
  }

  function restore(): void {
    isLook = false
    style.height = height
  }

  return {
    fit(content) {
      frame.scrolling = 'no'
      mountPoint.style.overflow = 'auto hidden'
      // Content that is wider than the frame stays reachable: the frame takes its width, and the mount point scrolls.
      if (content.width > frame.clientWidth) style.minWidth = `${content.width}px`
      setHeight(`${content.height}px`)
      mountPoint.style.height = 'auto'
      mountPoint.style.height = getComputedStyle(mountPoint).height
    },
    fill() {
      frame.scrolling = 'auto'
      mountPoint.style.overflow = style.minWidth = ''
      setHeight('100%')
    },
    widen() {
      style.minWidth = ''
    },
    shorten(framePx) {
      isLook = true
      style.height = `${framePx}px`
      return restore
    },
    restore,
  }
}
