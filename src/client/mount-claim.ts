/** Elements that hold a dashboard. */
const claimed = new WeakSet<HTMLElement>()

/** The right to draw into an element. */
export interface MountClaim {
  /** Gives the element back, with the style that it had. */
  release(): void
}

/** Claims an element for one dashboard, or returns `undefined` when another dashboard holds it. */
export function claimMountPoint(element: HTMLElement): MountClaim | undefined {
  if (claimed.has(element)) return undefined
  claimed.add(element)
  const { style } = element
  const styleBefore = style.cssText
  return {
    release() {
      claimed.delete(element)
      style.cssText = styleBefore
    },
  }
}
