/** Adds the observers that jsdom lacks. Elements never change their size, and every element is in view. */
export function fillInObservers(): void {
  globalThis.ResizeObserver ??= NoResizes
  globalThis.IntersectionObserver ??= AllInView as unknown as typeof IntersectionObserver
}

class NoResizes implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

class AllInView {
  readonly #observed = new Set<Element>()
  readonly #report: (entries: readonly object[]) => void

  constructor(callback: (entries: readonly object[]) => void) {
    this.#report = callback
  }

  observe(target: Element): void {
    this.#observed.add(target)
    const entry = { target, isIntersecting: true, intersectionRatio: 1 }
    queueMicrotask(() => this.#observed.has(target) && this.#report([entry]))
  }

  unobserve(target: Element): void {
    this.#observed.delete(target)
  }

  disconnect(): void {
    this.#observed.clear()
  }
}
