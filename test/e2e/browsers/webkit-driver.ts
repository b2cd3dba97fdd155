import { error, type WebDriver, type WebElement } from 'selenium-webdriver'
import { find, type Step } from './find.ts'

/** Asks the driver something in the frame that the steps lead to, or, with none, in the page. */
export type Ask = <T>(frame: readonly Step[], question: (driver: WebDriver) => Promise<T>) => Promise<T>

/** A driver is in one frame at a time, and so is asked one thing at a time. */
export function inTurn(driver: WebDriver): Ask {
  let last: Promise<unknown> = Promise.resolve()
  return (frame, question) => {
    const answer = last.then(async () => {
      await driver.switchTo().defaultContent()
      if (frame.length > 0) await driver.switchTo().frame(await findOne(driver, frame))
      return question(driver)
    })
    last = answer.catch(() => {})
    return answer
  }
}

export async function findOne(driver: WebDriver, steps: readonly Step[]): Promise<WebElement> {
  const [element, ...others] = await driver.executeScript<WebElement[]>(
    `return (${find})(arguments[0])`,
    steps,
  )
  if (!element) throw new error.NoSuchElementError(`${JSON.stringify(steps)} does not exist.`)
  if (others.length > 0) throw new Error(`There are ${others.length + 1} of ${JSON.stringify(steps)}.`)
  return element
}

/** Whether a failure only means that an element, or its frame, does not exist at this moment. */
export function isPassing(failure: unknown): boolean {
  return PASSING.some((kind) => failure instanceof kind)
}

const PASSING = [
  // WebDriver reports this when a frame is removed while the driver is in it.
  error.NoSuchWindowError,
  error.NoSuchElementError,
  error.NoSuchFrameError,
  error.StaleElementReferenceError,
  error.ElementNotInteractableError,
  error.ElementClickInterceptedError,
]
