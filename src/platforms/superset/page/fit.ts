import type { ScrollSize } from '../../../core/scroll-policy'

/**
 * Makes a mount point as high as the frame in it. The mount point keeps its height while the frame is made shorter for a
 * look, and when the frame is gone, so nothing on the app's page moves.
 */
export interface Fit {
  /** The frame takes the place of the frame that it was behind. */
  show(): void
  /** The frame has moved to another mount point, which becomes as high as the frame. */
  refit(): void
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

/**
 * @param mountPoint returns the mount point at the time of the call, because a frame can move to another
 * @param isShown While it returns false, the frame lies behind another frame, out of sight. The mount point then keeps its
 * height.
 */
export function createFit(
  mountPoint: () => HTMLElement,
  frame: HTMLIFrameElement,
  isShown: () => boolean = () => true,
): Fit {
  const { style } = frame
  if (!isShown()) Object.assign(style, BEHIND, contentBox(mountPoint()))
  const { setHeight, shorten, restore } = createFrameHeight(frame)
  const width = createFrameWidth(frame)
  let lastContent: ScrollSize | undefined

  function fitContent(content: ScrollSize): void {
    lastContent = content
    frame.scrolling = 'no'
    if (isShown()) mountPoint().style.overflow = 'auto hidden'
    width.widenTo(content.width)
    setHeight(`${content.height}px`)
    if (!isShown()) return
    mountPoint().style.height = 'auto'
    mountPoint().style.height = getComputedStyle(mountPoint()).height
  }

  function refit(): void {
    if (lastContent) fitContent(lastContent)
  }

  return {
    show() {
      Object.assign(style, IN_PLACE)
      refit()
    },
    refit,
    fit: fitContent,
    fill() {
      if (!isShown()) return
      frame.scrolling = 'auto'
      mountPoint().style.overflow = ''
      width.reset()
      setHeight('100%')
    },
    widen() {
      width.reset()
      if (!isShown()) style.width = contentBox(mountPoint()).width
    },
    shorten,
    restore,
  }
}

/**
 * The width of a frame. Content that is wider than the frame stays reachable: the frame takes its width, and the mount point
 * scrolls. The page of 6.0 reports 16 px more than its frame at any width (measured), and a frame that takes that grows for
 * ever: 1,000, 1,016, 1,032 px. So an excess that is the same after the frame has taken it is not content, and stays.
 */
function createFrameWidth(frame: HTMLIFrameElement) {
  const { style } = frame
  let overhangPx = 0
  /** The excess that the frame took last. */
  let takenPx = 0
  /** A report is judged once, by the width of the frame that it is about. */
  let judgedPx = 0

  return {
    widenTo(contentPx: number) {
      if (contentPx === judgedPx) return
      judgedPx = contentPx
      const excessPx = contentPx - frame.clientWidth
      if (excessPx <= overhangPx) return
      const isOverhang = excessPx === takenPx
      if (isOverhang) overhangPx = excessPx
      takenPx = isOverhang ? 0 : excessPx
      style.minWidth = isOverhang ? '' : `${contentPx}px`
    },
    reset() {
      takenPx = judgedPx = 0
      style.minWidth = ''
    },
  }
}

/** The height of a frame, which a look makes shorter for a moment. */
function createFrameHeight({ style }: HTMLIFrameElement) {
  /** The height outside of looks. */
  let height = style.height
  let isLook = false

  function restore(): void {
    isLook = false
    style.height = height
  }

  return {
    setHeight(next: string): void {
      height = next
      // A look goes on, and the frame takes the height after it.
      if (!isLook) style.height = next
    },
    shorten(framePx: number) {
      isLook = true
      style.height = `${framePx}px`
      return restore
    },
    restore,
  }
}

/**
 * Behind the shown frame and in the viewport, because a page draws no charts elsewhere. `visibility` keeps the frame away
 * from the keyboard and from screen readers, and its charts are drawn all the same (measured on 6.1). Without `top` and
 * `left` the mount point needs no other style.
 */
const BEHIND = { position: 'absolute', zIndex: '-1', visibility: 'hidden' }
const IN_PLACE = { position: '', zIndex: '', visibility: '', width: '100%' }

/** The width and the height inside the padding. */
function contentBox(element: HTMLElement): { readonly width: string; readonly height: string } {
  const style = getComputedStyle(element)
  const inside = (px: number, ...paddings: readonly string[]) =>
    `${paddings.reduce((left, padding) => left - (Number.parseFloat(padding) || 0), px)}px`
  return {
    width: inside(element.clientWidth, style.paddingLeft, style.paddingRight),
    height: inside(element.clientHeight, style.paddingTop, style.paddingBottom),
  }
}
