import type { Page, Request } from 'playwright'
import { chartOf } from './chart-requests'
import type { ChartWatch } from './chart-watch'

/** Reports the requests of the embedded page for data, with the status of each answer. Bodies of answers are not read. */
export function watchRequests(page: Page, charts: ChartWatch): void {
  const subjects = new Map<Request, string>()
  page.on('request', (request) => {
    const subject = chartOf(request.url(), request.postData())
    if (subject === undefined) return
    subjects.set(request, subject)
    charts.sent(subject)
  })
  async function end(request: Request): Promise<void> {
    const subject = subjects.get(request)
    if (subject === undefined) return
    subjects.delete(request)
    charts.ended(subject, (await request.response().catch(() => null))?.status())
  }
  page.on('requestfinished', (request) => void end(request))
  page.on('requestfailed', (request) => void end(request))
}
