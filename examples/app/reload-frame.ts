/**
 * Loads the page of a frame again, as a viewer does with the menu of the frame: neither guestpass nor the SDK takes part. The
 * address changes, because the same address with a fragment (`#TAB-…`) would only move within the page.
 */
export function reloadFrame(frame: HTMLIFrameElement): void {
  const address = new URL(frame.src)
  address.search += '&reloaded'
  frame.src = address.href
}
