import type { WebDriver, WebElement } from 'selenium-webdriver'
import { find, look, NOTHING, patternOf, type Seen, type Step } from './find.ts'
import type { Scope, Size, TabFrame, TabLocator, TabPage } from './tab.ts'
import { type Ask, findOne, isPassing } from './webkit-driver.ts'

/** A locator that can be looked at, which is what the matchers in `expect.ts` do. */
export interface WebkitLocator extends TabLocator {
  readonly look: () => Promise<Seen>
}

export function isWebkitLocator(locator: TabLocator): locator is WebkitLocator {
  return 'look' in locator
}

/** A page in Playwright's words, of a browser that only WebDriver drives. */
export function pageOf(ask: Ask): TabPage {
  return {
    ...scopeOf(ask, { frame: [], steps: [] }),
    goto: (url) => ask([], (driver) => load(driver, url)),
    evaluate: (run: unknown, argument?: unknown) =>
      ask([], (driver) => driver.executeScript<never>(`return (${run})(arguments[0])`, argument)),
    waitForTimeout: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    setViewportSize: (size) => ask([], (driver) => resize(driver, size)),
    url: () => ask([], (driver) => driver.getCurrentUrl()),
    frameLocator: (css) => frameOf(ask, [{ css }]),
  }
}

/** WebKitGTK's `get` may answer for the page before, when that has just loaded itself. */
async function load(driver: WebDriver, url: string): Promise<void> {
  await driver.get(url)
  const isLoaded = () =>
    driver.executeScript<boolean>(
      'return location.href === arguments[0] && document.readyState === "complete"',
      new URL(url).href,
    )
  await driver.wait(isLoaded, ACTION_TIMEOUT_MS, `${url} does not load.`, 50)
}

/** Makes the window as large as its page is then of that size. */
export async function resize(driver: WebDriver, { width, height }: Size): Promise<void> {
  const window = driver.manage().window()
  await window.setRect({ x: 0, y: 0, width, height })
  const inner = () => driver.executeScript<[number, number]>('return [innerWidth, innerHeight]')
  const [innerWidth, innerHeight] = await inner()
  await window.setRect({ x: 0, y: 0, width: 2 * width - innerWidth, height: 2 * height - innerHeight })
  const isSo = async () => String(await inner()) === String([width, height])
  await driver.wait(isSo, ACTION_TIMEOUT_MS, `The page does not become ${width} × ${height}.`, 50)
}

/** Where an element is: the steps to its frame from the page, none for the page itself, and from there to it. */
interface Place {
  readonly frame: readonly Step[]
  readonly steps: readonly Step[]
}

function frameOf(ask: Ask, frame: readonly Step[]): TabFrame {
  return { ...scopeOf(ask, { frame, steps: [] }), first: () => frameOf(ask, [...frame, { nth: 0 }]) }
}

function scopeOf(ask: Ask, { frame, steps }: Place): Scope {
  const below = (step: Step) => locatorOf(ask, { frame, steps: [...steps, step] })
  return {
    locator: (css) => below({ css }),
    getByRole: (role, { name } = {}) =>
      below({ css: CSS_OF_ROLE[role] ?? `[role=${role}]`, name: patternOf(name ?? /^/) }),
    getByText: (text) => below({ text: patternOf(text) }),
    getByTestId: (id) => below({ css: `[data-testid="${id}"]` }),
  }
}

/** Of the elements that have a role without saying so. */
const CSS_OF_ROLE: Readonly<Record<string, string>> = {
  button: 'button, [role=button]',
  row: 'tr, [role=row]',
  link: 'a[href], [role=link]',
  status: 'output, [role=status]',
}

function locatorOf(ask: Ask, { frame, steps }: Place): WebkitLocator {
  const nth = (index: number) => locatorOf(ask, { frame, steps: [...steps, { nth: index }] })
  const withOne = <T>(use: (element: WebElement, driver: WebDriver) => Promise<T>): Promise<T> =>
    eventually(() => ask(frame, async (driver) => use(await findOne(driver, steps), driver)))
  return {
    ...scopeOf(ask, { frame, steps }),
    first: () => nth(0),
    nth,
    look: () =>
      ask(frame, (driver) =>
        driver.executeScript<Seen>(`return (${look})((${find})(arguments[0]))`, steps),
      ).catch((failure) => {
        if (isPassing(failure)) return NOTHING
        throw failure
      }),
    click: () => withOne((element) => element.click()),
    evaluate: (run: unknown, argument?: unknown) =>
      withOne((element, driver) =>
        driver.executeScript<never>(`return (${run})(arguments[0], arguments[1])`, element, argument),
      ),
    textContent: () =>
      withOne((element, driver) => driver.executeScript<string>('return arguments[0].textContent', element)),
  }
}

const ACTION_TIMEOUT_MS = 20_000

/** Waits until an element exists and can be used, as Playwright does before it acts. */
async function eventually<T>(act: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + ACTION_TIMEOUT_MS
  for (;;) {
    try {
      return await act()
    } catch (failure) {
      if (!isPassing(failure) || Date.now() > deadline) throw failure
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
