import { sleep } from '../../../client/visible-time'
import { type Look, lookPx, type Measurement, type ScrollSize } from '../../../core/scroll-policy'
import type { Fit } from './fit'

/** A frame reports its new height 10 to 35 ms after the change (measured). Earlier answers hold the old height. */
const SETTLE_MS = 20
/** Until then, an answer that equals the answer before the change may be an old answer. */
const STALE_MS = 150
const MAX_SETTLE_MS = 1_000

/** Measures the content in a frame that is shorter for a moment. */
export interface ShorterLook {
  /** @returns `undefined` when the look was ended, or when the page reports no height. */
  measure(look: Look, fullPx: number, reportedBeforePx: number): Promise<Measurement | undefined>
  /** Ends the look that goes on, if any. */
  end(): void
}

export function createShorterLook(
  fit: Pick<Fit, 'shorten'>,
  askSize: () => Promise<ScrollSize | undefined>,
  signal: AbortSignal,
): ShorterLook {
  let restore: (() => void) | undefined

  function end(): void {
    restore?.()
    restore = undefined
  }

  /** A height is believed when two answers in a row hold it. */
  async function settledPx(reportedBeforePx: number): Promise<number | undefined> {
    const startedAt = performance.now()
    for (let lastPx: number | undefined; ; ) {
      await sleep(SETTLE_MS, signal)
      const heightPx = (await askSize())?.height
      if (!restore || heightPx === undefined) return undefined
      const tookMs = performance.now() - startedAt
      const isSettled = heightPx === lastPx && (heightPx !== reportedBeforePx || tookMs > STALE_MS)
      if (isSettled || tookMs > MAX_SETTLE_MS) return heightPx
      lastPx = heightPx
    }
  }

  return {
    end,
    async measure(look, fullPx, reportedBeforePx) {
      const framePx = lookPx(look, fullPx)
      restore = fit.shorten(framePx)
      const reportedPx = await settledPx(reportedBeforePx)
      end()
      return reportedPx === undefined ? undefined : { look, framePx, reportedPx }
    },
  }
}
