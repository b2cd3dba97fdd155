/** What jsdom runs for a frame that leaves the document, and for a frame that comes into it: the window is another then. */
interface FrameSteps {
  _removingSteps(...args: unknown[]): void
  _postConnectionSteps(): void
}

// The module of Node itself: in a page of a vm, Vitest's `createRequire` would load a second jsdom, which no page uses.
const { createRequire } = process.getBuiltinModule('node:module')
const require = createRequire(import.meta.url)
const { implementation } = require('jsdom/lib/jsdom/living/nodes/HTMLFrameElement-impl.js')
const steps: FrameSteps = implementation.prototype

/**
 * Gives jsdom the method `moveBefore`, which it does not have: the document in a moved frame stays, as in a browser. Returns
 * the function that takes the method away.
 */
export function installMoveBefore(): () => void {
  Element.prototype.moveBefore = function moveBefore(node: Node, child: Node | null): void {
    const composed = { composed: true }
    if (!node.isConnected || node.getRootNode(composed) !== this.getRootNode(composed)) {
      throw new DOMException('Both must be connected to one document.', 'HierarchyRequestError')
    }
    const { _removingSteps, _postConnectionSteps } = steps
    Object.assign(steps, { _removingSteps() {}, _postConnectionSteps() {} })
    try {
      this.insertBefore(node, child)
    } finally {
      Object.assign(steps, { _removingSteps, _postConnectionSteps })
    }
  }
  return () => void Reflect.deleteProperty(Element.prototype, 'moveBefore')
}
