import type { Page } from '@playwright/test'

/** A moment in which a figure appeared in a frame or left it, or in which the dashboard became ready in the app. */
interface Moment {
  readonly what: 'shown' | 'gone' | 'ready'
  readonly at: number
}

declare global {
  interface Window {
    noteMoment?(what: Moment['what'], at: number): void
  }
}

interface FigureWatch {
  /** Whether any document in a frame had the figure at some time before the dashboard was ready. */
  wasDrawnBeforeReady(): boolean
  /** Whether a frame had the figure when the dashboard became ready, or at any time after. */
  wasVisible(): boolean
}

/**
 * From the start of every document on, notes when a text of the page in a frame contains the figure. Call it before the app is
 * opened. What a cover hides is in the page, too, so only what is there from ready on is visible to the viewer.
 */
export async function watchFigure(page: Page, figure: string): Promise<FigureWatch> {
  const moments: Moment[] = []
  await page.exposeFunction(
    'noteMoment',
    (what: Moment['what'], at: number) => void moments.push({ what, at }),
  )
  await page.addInitScript((text) => {
    const isApp = window === window.top
    let last: Moment['what'] | undefined
    const look = () => {
      const isReady = document.querySelector('[data-part=dashboard][data-state=ready]') !== null
      const isShown = document.body?.textContent?.includes(text) ?? false
      const now = isApp ? (isReady ? 'ready' : undefined) : isShown ? 'shown' : 'gone'
      if (now && now !== last) void window.noteMoment?.(now, performance.timeOrigin + performance.now())
      last = now
    }
    look()
    const kinds = isApp ? { attributeFilter: ['data-state'] } : { characterData: true }
    new MutationObserver(look).observe(document, { childList: true, subtree: true, ...kinds })
  }, figure)
  const inOrder = () => [...moments].sort((one, other) => one.at - other.at)
  const readyAt = () => moments.find(({ what }) => what === 'ready')?.at ?? 0
  return {
    wasDrawnBeforeReady: () => moments.some(({ what, at }) => what === 'shown' && at < readyAt()),
    wasVisible() {
      const before = inOrder().filter(({ what, at }) => what !== 'ready' && at <= readyAt())
      const after = inOrder().filter(({ at }) => at > readyAt())
      return before.at(-1)?.what === 'shown' || after.some(({ what }) => what === 'shown')
    },
  }
}
