import { chromium, type Page } from 'playwright'
import { chromiumOptions } from './browsers/chromium.ts'

/** What was expected of the page, and whether it was so. */
type Seen = readonly (readonly [what: string, isTrue: boolean])[]

/** A sum that only Ana's rows make: those of the USA. */
const FIGURE_OF_ANA = '$ 3.63M'

/** Uses the Next.js example as a viewer does: sign in, reload, sign out. */
export async function seeNextExample(url: string, picture: string): Promise<Seen> {
  const browser = await chromium.launch(await chromiumOptions())
  try {
    const page = await browser.newPage()
    const problems = problemsOf(page)
    await page.goto(url)
    const isSignedOut = await isShown(page, 'ended')
    await page.getByRole('button', { name: 'Sign in' }).click()
    const isReady = (await isShown(page, 'ready')) && (await showsFigure(page))
    // Everything until here includes the 401 of a viewer who is not signed in, which Chromium writes into the console.
    problems.length = 0
    await page.reload()
    const isReadyAgain = (await isShown(page, 'ready')) && (await showsFigure(page))
    await page.screenshot({ path: picture })
    const whileSignedIn: Seen = [
      ['a viewer who is not signed in sees a message', isSignedOut],
      ['after a sign-in the dashboard is ready, with the viewer’s rows', isReady],
      ['after a reload it is ready again, though Superset on the same host set its cookie', isReadyAgain],
      [`the console and hydration are silent: ${JSON.stringify(problems)}`, problems.length === 0],
    ]
    if (!isReadyAgain) return whileSignedIn
    await page.getByRole('button', { name: 'Sign out' }).click()
    const isGone = (await isShown(page, 'ended')) && (await page.locator('iframe').count()) === 0
    return [...whileSignedIn, ['after a sign-out the dashboard is gone', isGone]]
  } finally {
    await browser.close()
  }
}

/** Errors of scripts, and the console's errors and warnings. React reports a failed hydration as an error. */
function problemsOf(page: Page): string[] {
  const problems: string[] = []
  page.on('pageerror', ({ message }) => problems.push(message))
  page.on('console', (message) => {
    // The example has no icon.
    if (message.location().url.endsWith('/favicon.ico')) return
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
  })
  return problems
}

function isShown(page: Page, state: 'ready' | 'ended'): Promise<boolean> {
  return isTrueSoon(page.locator(`[data-state="${state}"]`).waitFor({ timeout: 60_000 }))
}

function showsFigure(page: Page): Promise<boolean> {
  const figure = page.frameLocator('iframe').getByText(FIGURE_OF_ANA)
  return isTrueSoon(figure.first().waitFor({ timeout: 30_000 }))
}

const isTrueSoon = (waiting: Promise<unknown>) =>
  waiting.then(
    () => true,
    () => false,
  )
