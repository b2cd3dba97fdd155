import type { Browser, Page } from 'playwright'
import { ToolError } from '../core/tool-error'
import { argumentsFor, openContext } from './open-context'
import type { SnapshotSettings } from './settings'
import { SnapshotError } from './snapshot-error'

/**
 * Starts a browser for a job, and closes it when the job has ended or the signal is aborted. The
 * promise settles when the browser is gone.
 *
 * @throws {ToolError} `peer-missing`, `browser-failed`
 */
export async function withPage<T>(
  settings: SnapshotSettings,
  signal: AbortSignal,
  job: (page: Page) => Promise<T>,
): Promise<T> {
  const browser = await launch(settings)
  try {
    signal.throwIfAborted()
    const page = await (await openContext(browser, settings)).newPage()
    signal.throwIfAborted()
    // Where the job waits for something else than the browser, nothing would end it.
    return await Promise.race([job(page), untilEnded(browser, page, signal)])
  } catch (error) {
    // A browser that is closed rejects the calls of the job, which is not the cause.
    signal.throwIfAborted()
    throw isOfPlaywright(error) ? browserEnded(error) : error
  } finally {
    await browser.close().catch(() => {})
  }
}

/** Rejects when the signal is aborted, or when the browser or its page has ended. */
function untilEnded(browser: Browser, page: Page, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    // An aborted signal has no event any more.
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
    browser.on('disconnected', () => reject(browserEnded()))
    page.on('crash', () => reject(browserEnded()))
  })
}

async function launch({ browser, appOrigin, openOrigins, timeoutMs }: SnapshotSettings): Promise<Browser> {
  const { executablePath, channel, chromiumSandbox = false, args = [] } = browser
  const { chromium } = await loadPlaywright()
  try {
    return await chromium.launch({
      ...(executablePath !== undefined && { executablePath }),
      ...(channel !== undefined && { channel }),
      ...{
        chromiumSandbox,
        args: [...argumentsFor({ appOrigin, openOrigins }), ...args],
        timeout: timeoutMs,
      },
      // Otherwise Playwright ends the process of the app at these signals.
      ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
    })
  } catch (cause) {
    throw new SnapshotError(
      'browser-failed',
      'Chromium did not start. Run npx playwright install --with-deps chromium-headless-shell, or set browser.executablePath.',
      { cause },
    )
  }
}

/** The package is an optional peer, because an app without snapshots does not need it. */
async function loadPlaywright(): Promise<typeof import('playwright')> {
  try {
    return await import('playwright')
  } catch (cause) {
    throw new ToolError('peer-missing', 'guestpass/snapshot needs a package: npm install playwright', {
      cause,
    })
  }
}

/** Errors of our own have a code. */
function isOfPlaywright(error: unknown): boolean {
  return error instanceof Error && !('code' in error)
}

function browserEnded(cause?: unknown): SnapshotError {
  return new SnapshotError(
    'browser-failed',
    'Chromium ended or refused a call before the picture was taken. It may lack memory: a snapshot needs about 500 MB.',
    { cause },
  )
}
