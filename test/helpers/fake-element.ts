/** An element without a browser, and without a box. */
export function createFakeElement(): HTMLElement {
  const ownerDocument = { documentElement: { clientWidth: 0, clientHeight: 0 } }
  return { style: {}, ownerDocument, getClientRects: () => [] } as object as HTMLElement
}
