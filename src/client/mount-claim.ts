/** Elements that hold a dashboard. */
const claimed = new WeakSet<HTMLElement>()

/** The right to draw into an element. */
export interface MountClaim {
  /** Gives the element the style that it had before. */
  restore(): void
  /** The same, and another dashboard may claim the element. */
  release(): void
}

/** Claims an element for one dashboard, or returns `undefined` when another dashboard holds it. */
export function claimMountPoint(element: HTMLElement): MountClaim | undefined {
  if (claimed.has(element)) return undefined
  claimed.add(element)
  const { style } = element
  const styleBefore = style.cssText
  const restore = () => {
    style.cssText = styleBefore
  }
  return {
    restore,
    release() {
      claimed.delete(element)
      restore()
    },
  }
}
