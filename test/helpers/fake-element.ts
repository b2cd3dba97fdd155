/** An element without a browser, and without a box. */
export function createFakeElement(): HTMLElement {
  const documentElement = { clientWidth: 0, clientHeight: 0 }
  const ownerDocument = Object.assign(new EventTarget(), { documentElement, hidden: false })
  return { style: {}, ownerDocument, getClientRects: () => [] } as object as HTMLElement
}
