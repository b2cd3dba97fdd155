import type { ChannelNews, Sizing } from '../../core/platform'

/** An element is as high as its content, so that the mount point only has to grow with it. */
export interface ElementSizing {
  /** From now on the mount point follows this element. */
  follow(node: HTMLElement): void
  /** Keeps the height of the mount point while it is empty. */
  hold(): void
}

export function createSizing(
  mountPoint: HTMLElement,
  sizing: () => Sizing,
  emit: (news: ChannelNews) => void,
): ElementSizing {
  const { style } = mountPoint
  // What loads out of sight is as wide as what is seen.
  if (getComputedStyle(mountPoint).position === 'static') style.position = 'relative'
  let isFollowed = false
  let observer: ResizeObserver | undefined

  return {
    follow(node) {
      isFollowed = true
      const isFitted = sizing() === 'fitted'
      if (isFitted) style.height = 'auto'
      style.overflow = isFitted ? '' : 'auto'
      observer?.disconnect()
      // The first call comes by itself.
      observer = new ResizeObserver(() => {
        const { scrollWidth: width, scrollHeight: height } = node
        if (sizing() !== 'none' && height > 0) emit({ type: 'size', size: { width, height } })
      })
      observer.observe(node)
    },
    hold() {
      observer?.disconnect()
      if (isFollowed && sizing() === 'fitted') style.height = `${mountPoint.offsetHeight}px`
      isFollowed = false
    },
  }
}
