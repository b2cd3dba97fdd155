import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright'

export interface Seen {
  /** What the page itself loaded of scripts and styles, gzipped, in bytes; the dashboard's own are not its. */
  readonly loadedBytes: number
}

export interface Look {
  readonly url: string
  readonly cookie?: string
  /** A figure that only a chart shows, and only for a viewer who may see it. */
  readonly figure: string
  /** Uses the page once the figure is on it. Throws when the page does not do what it is for. */
  readonly use?: (page: Page) => Promise<void>
  /** The file for a screenshot of the page at the end. */
  readonly picture: string
}

/** Waits until a dashboard is ready and shows the figure. Throws with the errors of the page otherwise. */
export async function seeDashboard(browser: Browser, look: Look): Promise<Seen> {
  const { url, cookie = '', figure, use, picture } = look
  const context = await browser.newContext()
  try {
    const [name, value] = cookie.split('=')
    if (name && value) await context.addCookies([{ name, value, url }])
    const page = await context.newPage()
    const problems: string[] = []
    const sizes: Promise<number>[] = []
    page.on('pageerror', ({ message }) => problems.push(message))
    page.on('console', (message) => {
      // None of these apps has an icon.
      if (message.location().url.endsWith('/favicon.ico')) return
      if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
    })
    page.on('response', (response) => {
      const isOwn = new URL(response.url()).origin === new URL(url).origin
      if (isOwn && /script|style/.test(response.request().resourceType()))
        sizes.push(response.body().then((body) => gzipSync(body).length))
    })
    await page.goto(url)
    await page.locator('[data-state="ready"]').first().waitFor({ timeout: 60_000 }).catch(toldWith(problems))
    await page.frameLocator('iframe').getByText(figure).first().waitFor({ timeout: 30_000 })
    await use?.(page)
    await page.screenshot({ path: picture, fullPage: true })
    if (problems.length > 0) throw new Error(problems.join('\n'))
    const loadedBytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    return { loadedBytes }
  } finally {
    await context.close()
  }
}

const toldWith = (problems: readonly string[]) => (cause: unknown) => {
  throw new Error(['The dashboard did not become ready.', ...problems].join('\n'), { cause })
}
