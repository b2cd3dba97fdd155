import type { Host } from './fixtures.ts'

declare global {
  interface Window {
    chartStatuses: number[]
  }
}

/** From now on, the page in the frame keeps the status of every answer it gets for a chart. */
export async function watchCharts(host: Host): Promise<void> {
  await host.frame.locator('body').evaluate(() => {
    window.chartStatuses = []
    const { fetch: ask } = window
    window.fetch = async (...args) => {
      const response = await ask(...args)
      if (response.url.includes('/api/v1/chart/data')) window.chartStatuses.push(response.status)
      return response
    }
  })
}

export function chartStatuses(host: Host): Promise<readonly number[]> {
  return host.frame.locator('body').evaluate(() => window.chartStatuses)
}
