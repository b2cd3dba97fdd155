/** Elements that hold a dashboard. */
const claimed = new WeakSet<HTMLElement>()

/** The right to draw into an element. */
export interface MountClaim {
  /** Gives the element the height, overflow and position that it had before. Other styles are the app's, and may have changed. */
  restore(): void
  /** The same, and another dashboard may claim the element. */
  release(): void
}

/** Claims an element for one dashboard, or returns `undefined` when another dashboard holds it. */
export function claimMountPoint(element: HTMLElement): MountClaim | undefined {
  if (claimed.has(element)) return undefined
  claimed.add(element)
  const { style } = element
  const { height, overflow, position } = style
  const restore = () => void Object.assign(style, { height, overflow, position })
  return {
    restore,
    release() {
      claimed.delete(element)
      restore()
    },
  }
}
