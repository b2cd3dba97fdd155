/** The mount point that a frame has moved to with everything in it, as a kept dashboard does. `undefined` while it stays. */
export function movedTo({ parentElement }: HTMLIFrameElement, before: HTMLElement): HTMLElement | undefined {
  return parentElement !== null && parentElement !== before ? parentElement : undefined
}
