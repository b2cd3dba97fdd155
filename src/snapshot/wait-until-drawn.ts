import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright'
import type { ChartInPage, ChartWatch } from './chart-watch'
import { chartsFailed } from './snapshot-error'

/** The size of the dashboard in CSS pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

const POLL_MS = 100

/**
 * Resolves with the size of the dashboard when each chart of the open tab has its answer and shows it. The viewport is made
 * as high as the dashboard first, because Superset does not load charts below it.
 *
 * @throws {SnapshotError} `snapshot-failed` with the names of the charts that failed, when all others are drawn
 */
export async function waitUntilDrawn(page: Page, charts: ChartWatch): Promise<Size> {
  let drawnPolls = 0
  let size = await fitViewport(page)
  // A filter with a default sends its charts' requests a moment after it was drawn, so one look is not enough.
  while (drawnPolls < 5) {
    await sleep(POLL_MS)
    const next = await fitViewport(page)
    const inPage = await readCharts(page)
    charts.seen(inPage ?? [])
    const isSame = next.height > 0 && next.height === size.height
    size = next
    drawnPolls = inPage && isSame && charts.unfinished().length === 0 ? drawnPolls + 1 : 0
  }
  const failed = charts.failed()
  if (failed.length > 0) throw chartsFailed(failed)
  return size
}

/** Makes the viewport as high as the dashboard, and returns its size. The height is 0 until the client knows it. */
async function fitViewport(page: Page): Promise<Size> {
  const size = await page.evaluate(() => {
    const { offsetHeight, style } = document.getElementById('dashboard') as HTMLElement
    // The client sets the style when it knows the height of the dashboard.
    return { width: innerWidth, height: style.height ? offsetHeight : 0 }
  })
  if (size.height > 0 && page.viewportSize()?.height !== size.height) await page.setViewportSize(size)
  return size
}

/** The charts of the open tab. `undefined` while the dashboard is not there, for example because the client starts it again. */
async function readCharts(page: Page): Promise<readonly ChartInPage[] | undefined> {
  const [frame] = page.mainFrame().childFrames()
  return frame?.evaluate(readChartsInPage).catch(() => undefined)
}

/** Runs in the embedded page. It must not use anything outside of itself. The marks are those of 4.1 to 6.1. */
function readChartsInPage(): ChartInPage[] | undefined {
  const errorBox =
    '[role="alert"]:not([class*="alert-warning"], [class*="alert-info"]), .missing-chart-container'
  const grid = document.querySelector('.grid-container')
  if (!grid) return undefined
  // A text of the author has such a holder without the number of a chart.
  return [...grid.querySelectorAll<HTMLElement>('[class*="dashboard-chart-id-"]')].map((holder) => {
    const chart = holder.querySelector<HTMLElement>('[data-test-chart-id]')
    const isError = holder.querySelector(errorBox) !== null
    const isLoading = !(chart || isError) || holder.querySelector('.loading') !== null
    const [id = ''] = /(?<=dashboard-chart-id-)\d+/.exec(holder.className) ?? []
    // The author of a dashboard can give the chart another title in it.
    const title = holder.querySelector('.header-title')?.textContent.trim()
    const name = title || chart?.dataset['testChartName'] || id
    return { id, name, state: isLoading ? 'loading' : isError ? 'error' : 'drawn' }
  })
}
