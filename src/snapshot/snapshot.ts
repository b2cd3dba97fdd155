/**
 * A picture of a dashboard as one viewer sees it:
 *
 * 1. The job waits for its turn (`job-queue.ts`).
 * 2. A browser starts for it (`browser.ts`), and opens a page of the app that no server serves (`app-page.ts`).
 * 3. The vanilla client of this package embeds the dashboard in it, with a guest token of the viewer (`show-dashboard.ts`).
 * 4. The viewport becomes as high as the dashboard, and each chart of the open tab gets its answer (`wait-until-drawn.ts`).
 * 5. The tab and the theme are checked against the request (`check-picture.ts`). The picture is taken when nothing moves any more (`take-picture.ts`), and the browser is closed.
 *
 * One signal ends all steps: at the time limit, when the app aborts, and at the first failure.
 */

import type { ViewerGrant } from '../server/grant'
import { serveAppPage } from './app-page'
import { withPage } from './browser'
import { createChartWatch } from './chart-watch'
import { checkPicture } from './check-picture'
import { runInTurn } from './job-queue'
import { readSettings, type SnapshotOptions, type SnapshotSettings } from './settings'
import { showDashboard } from './show-dashboard'
import { timedOut } from './snapshot-error'
import { type Snapshot, takePicture } from './take-picture'
import { waitUntilDrawn } from './wait-until-drawn'
import { watchRequests } from './watch-requests'

/**
 * Takes a picture of a dashboard as the viewer of the grant sees it, with Chromium and the package `playwright`. Each snapshot
 * has its own browser, which is closed when the promise settles.
 *
 * @throws {SnapshotError} `snapshot-failed` with the charts that failed, `snapshot-timeout`, `browser-failed`
 * @throws {ToolError} `peer-missing` when `playwright` is not installed
 * @throws {GuestpassError} `option-invalid`, `grant-invalid`, `denied`, and what the issuer throws
 * @example
 * const { data } = await snapshot({ issuer, grant: await authorize(request), dashboard: sales, format: 'pdf' })
 */
export async function snapshot<G extends ViewerGrant>(options: SnapshotOptions<G>): Promise<Snapshot> {
  const settings = readSettings(options)
  return runInTurn(settings.maxConcurrentSnapshots, settings.signal, () => runJob(settings))
}

async function runJob(settings: SnapshotSettings): Promise<Snapshot> {
  const { signal, timeoutMs } = settings
  const job = new AbortController()
  const fail = (reason: unknown) => job.abort(reason)
  const charts = createChartWatch()
  let problem: string | undefined
  const timer = setTimeout(() => fail(timedOut(timeoutMs, charts.unfinished(), problem)), timeoutMs)
  const onAbort = () => fail(signal?.reason)
  signal?.addEventListener('abort', onAbort)
  try {
    return await withPage(settings, job.signal, async (page) => {
      watchRequests(page, charts)
      const address = await serveAppPage(page, settings, {
        onError: fail,
        onBlocked: (origin) => {
          problem = `Requests to ${origin} were blocked. If the dashboard needs them, add it to assetOrigins.`
        },
      })
      await showDashboard(
        page,
        { address, options: settings.embed },
        {
          onError: fail,
          onProblem: (sentence) => {
            problem = sentence
          },
        },
      )
      const size = await waitUntilDrawn(page, charts)
      await checkPicture(page, settings)
      return takePicture(page, settings, size)
    })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}
