import { type ExpectMatcherState, type Locator, expect as playwright } from '@playwright/test'
import type { Seen } from './find.ts'
import type { TabLocator } from './tab.ts'
import { isWebkitLocator } from './webkit-page.ts'

interface Patience {
  readonly timeout?: number
}

/** Playwright's `expect`, with the same matchers for WebKitGTK's locators as for Playwright's. */
export const expect = playwright.extend({
  toBeVisible(locator: TabLocator, options?: Patience) {
    return say(this, locator, options, {
      theirs: (matchers) => matchers.toBeVisible(options),
      ours: ({ count, isVisible }) => count === 1 && isVisible,
    })
  },

  toHaveCount(locator: TabLocator, expected: number, options?: Patience) {
    return say(this, locator, options, {
      theirs: (matchers) => matchers.toHaveCount(expected, options),
      ours: ({ count }) => count === expected,
    })
  },

  toHaveText(locator: TabLocator, expected: string | RegExp, options?: Patience) {
    return say(this, locator, options, {
      theirs: (matchers) => matchers.toHaveText(expected, options),
      ours: ({ count, text }) =>
        count === 1 && (expected instanceof RegExp ? expected.test(text) : text === expected),
    })
  },

  toContainText(locator: TabLocator, expected: string | RegExp, options?: Patience) {
    return say(this, locator, options, {
      theirs: (matchers) => matchers.toContainText(expected, options),
      ours: ({ count, text }) =>
        count === 1 && (expected instanceof RegExp ? expected.test(text) : text.includes(expected)),
    })
  },

  toHaveAttribute(locator: TabLocator, name: string, expected: string | RegExp, options?: Patience) {
    return say(this, locator, options, {
      theirs: (matchers) => matchers.toHaveAttribute(name, expected, options),
      ours: ({ count, attributes: { [name]: value } }) =>
        count === 1 &&
        value !== undefined &&
        (expected instanceof RegExp ? expected.test(value) : value === expected),
    })
  },
})

interface Claim {
  readonly theirs: (matchers: ReturnType<typeof playwright<Locator>>) => Promise<void>
  readonly ours: (seen: Seen) => boolean
}

async function say(
  { isNot, timeout }: ExpectMatcherState,
  locator: TabLocator,
  options: Patience | undefined,
  { theirs, ours }: Claim,
) {
  if (!isWebkitLocator(locator)) {
    const matchers = playwright(locator as Locator)
    await theirs(isNot ? matchers.not : matchers)
    return { pass: !isNot, message: () => '' }
  }
  const deadline = Date.now() + (options?.timeout ?? timeout)
  let seen = await locator.look()
  while (ours(seen) === isNot && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    seen = await locator.look()
  }
  return { pass: ours(seen), message: () => `Seen last: ${JSON.stringify(seen)}` }
}
