/** How an element is found, step by step, from the document or the elements before; it crosses to the page as JSON. */
export type Step =
  | { readonly css: string; readonly name?: Pattern }
  | { readonly text: Pattern }
  | { readonly nth: number }

export interface Pattern {
  readonly source: string
  readonly flags: string
}

/** As Playwright reads a text: any case, anywhere; a RegExp as it is. */
export function patternOf(text: string | RegExp): Pattern {
  if (typeof text !== 'string') return { source: text.source, flags: text.flags }
  const literal = text.replace(/\s+/g, ' ').trim()
  return { source: literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), flags: 'i' }
}

/** Runs in the page, so it holds all it needs. */
export function find(steps: readonly Step[]): readonly Element[] {
  const fits = ({ source, flags }: Pattern, text: string | null) =>
    new RegExp(source, flags).test((text ?? '').replace(/\s+/g, ' ').trim())
  const isVisible = (element: Element) => element.checkVisibility({ visibilityProperty: true })
  const below = (all: readonly ParentNode[], css: string) => [
    ...new Set(all.flatMap((parent) => [...parent.querySelectorAll(css)])),
  ]
  let found: readonly Element[] | undefined
  for (const step of steps) {
    const from = found ?? [document]
    if ('nth' in step) found = found?.slice(step.nth, step.nth + 1)
    else if ('text' in step) {
      const holders = below(from, ':not(script, style, noscript)').filter((element) =>
        fits(step.text, element.textContent),
      )
      found = holders.filter(
        (element) => !holders.some((other) => element !== other && element.contains(other)),
      )
    } else {
      const { css, name } = step
      found = below(from, css).filter(
        (element) =>
          !name ||
          (isVisible(element) && fits(name, element.getAttribute('aria-label') ?? element.textContent)),
      )
    }
  }
  return found ?? []
}

/** What a test may know of the elements it has found. */
export interface Seen {
  readonly count: number
  /** Of the first. */
  readonly isVisible: boolean
  readonly text: string
  readonly attributes: Readonly<Record<string, string>>
}

export const NOTHING: Seen = { count: 0, isVisible: false, text: '', attributes: {} }

/** Runs in the page, like `find`. */
export function look(elements: readonly Element[]): Seen {
  const [first] = elements
  const box = first?.getBoundingClientRect()
  return {
    count: elements.length,
    isVisible: Boolean(
      box && box.width > 0 && box.height > 0 && first?.checkVisibility({ visibilityProperty: true }),
    ),
    text: (first?.textContent ?? '').replace(/\s+/g, ' ').trim(),
    attributes: Object.fromEntries([...(first?.attributes ?? [])].map(({ name, value }) => [name, value])),
  }
}
