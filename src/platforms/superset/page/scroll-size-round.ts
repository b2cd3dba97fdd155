import {
  type AfterLook,
  afterLook,
  type Measurement,
  nextLookInMs,
  type ScrollSize,
  type ScrollState,
} from '../../../core/scroll-policy'
import { isScrollSize } from './answers'
import type { ChannelContext } from './channel-context'
import { createShorterLook } from './shorter-look'
import type { UsageTracker } from './usage-tracker'

/** Rounds of measurements: first the frame as it is, then a shorter frame where core/scroll-policy asks for it. */
export interface Rounds {
  /** Measures once. Reports the size when it has changed. */
  measure(): Promise<void>
  /** Asks which tabs are open, and for the states of tables where these are kept. */
  readView(): Promise<void>
  /** Ends a look in a shorter frame. The round is repeated later. */
  endLook(): void
}

/**
 * The highest and widest content that is believed, in CSS pixels. 500 charts of 400 px in two columns take 100,000 px. A
 * hostile page could otherwise make the app's page 33,554,400 px high, which is the limit of browsers.
 */
const MAX_PX = 100_000
/** While looks are less frequent than this, a viewer who clicks a tab would use the dashboard first. */
const IDLE_LOOKS_MS = 1_000

export type RoundContext = Pick<ChannelContext, 'frame' | 'fit' | 'sizing' | 'emit' | 'view' | 'tables'>

/** @param mayShorten whether the frame may be made shorter now, without the viewer noticing */
export function createRounds(
  { frame, fit, sizing, emit, view, tables }: RoundContext,
  usage: UsageTracker,
  ask: (method: string) => Promise<unknown>,
  isWidthAtRest: () => boolean,
  mayShorten: () => boolean,
  signal: AbortSignal,
): Rounds {
  const askSize = async () => boundedSize(await ask('getScrollSize'))
  const shorterLook = createShorterLook(fit, askSize, signal)
  let state: ScrollState = {}
  let reported: Partial<ScrollSize> = {}

  async function readView(): Promise<void> {
    const states = tables.isWanted() && ask('getChartStates').then(tables.onTables)
    const [tabs] = await Promise.all([ask('getActiveTabs'), states])
    // The viewer of a page that was closed meanwhile may have left.
    if (!signal.aborted && view.onTabs(tabs)) usage.touch('likely')
  }

  const mayViewChange = () => nextLookInMs(usage.use()) <= IDLE_LOOKS_MS

  function publish(width: number): void {
    const { contentPx: height } = state
    if (height === undefined || (reported.width === width && reported.height === height)) return
    const size = { width, height }
    reported = size
    usage.touch()
    if (sizing() === 'fitted') fit.fit(size)
    emit({ type: 'size', size })
  }

  return {
    readView,
    endLook: shorterLook.end,
    async measure() {
      const [size] = await Promise.all([askSize(), mayViewChange() && readView()])
      if (!size || signal.aborted) return
      const suspicion = usage.takeSuspicion()
      const framePx = frame.clientHeight
      // Reports of the width are late while it changes, and would make the frame wider than its mount point.
      const width = isWidthAtRest() ? size.width : Math.min(size.width, frame.clientWidth)
      let before: Measurement = { look: 'as-is', framePx, reportedPx: size.height }
      let after: AfterLook = afterLook(state, before, undefined, suspicion)
      state = after.state
      publish(width)
      while (after.nextLook) {
        const next = mayShorten()
          ? await shorterLook.measure(after.nextLook, framePx, before.reportedPx)
          : undefined
        if (signal.aborted) return
        if (!next) return usage.touch(suspicion === 'likely' ? suspicion : 'possible')
        after = afterLook(state, next, before, suspicion)
        state = after.state
        before = next
      }
      publish(width)
    },
  }
}

/** `undefined` for another type, and for a page that shows nothing: a frame without a box reports 0 px. */
function boundedSize(answer: unknown): ScrollSize | undefined {
  if (!isScrollSize(answer) || answer.height < 1) return undefined
  return { width: Math.min(answer.width, MAX_PX), height: Math.min(answer.height, MAX_PX) }
}
