/**
 * How high the content of a frame is, from a page that does not quite say so.
 *
 * Up to 6.1 Superset reports `max(content, frame + overhang)`: its body is as high as the frame and hangs over it
 * by a constant (measured on 6.1: 18 px beside a filter bar, 0 without one). So a frame that is given the height that
 * was reported grows for ever, and content that shrinks is not noticed. Later pages report the content alone. Both are
 * measured with the same three looks:
 *
 * - `as-is`: more than frame + overhang is the content; just that says nothing new; less than the frame is honest.
 * - `shorter`: with the frame a bit shorter, what was overhang goes down with it, and what was content stays.
 *   This tells the overhang, and whether the content has shrunk.
 * - `shortest`: with hardly any frame left, the content alone is reported.
 *
 * The overhang is learned and never assumed.
 */

/** In CSS pixels. */
export interface ScrollSize {
  /** In CSS pixels. */
  readonly width: number
  /** In CSS pixels. */
  readonly height: number
}

export type Look = 'as-is' | 'shorter' | 'shortest'

/** Whether the content may have become shorter since the last round: a filter may do that, another tab is likely to. */
export type Suspicion = 'none' | 'possible' | 'likely'

/** One measurement: what the page reported in a frame of that height. */
export interface Measurement {
  readonly look: Look
  readonly framePx: number
  readonly reportedPx: number
}

export interface ScrollState {
  /** The height of the content, once it is known. */
  readonly contentPx?: number | undefined
  readonly overhangPx?: number | undefined
  /** The page has reported less than its frame: it tells the truth, and needs no other look. */
  readonly isHonest?: boolean | undefined
}

/** Enough to tell the overhang from content, and little enough not to be seen. */
const SHORTER_BY_PX = 40
const SHORTEST_PX = 100

/** The height a frame of `framePx` is given for a look. */
export function lookPx(look: Look, framePx: number): number {
  if (look === 'as-is') return framePx
  return look === 'shorter' ? Math.max(1, framePx - SHORTER_BY_PX) : Math.min(framePx, SHORTEST_PX)
}

/**
 * What a measurement says, and with which look to go on, if any.
 *
 * @param before the measurement that this one follows in the same round
 */
export function afterLook(
  state: ScrollState,
  { look, framePx, reportedPx }: Measurement,
  before: Measurement | undefined,
  suspicion: Suspicion,
): readonly [ScrollState, Look?] {
  const { contentPx } = state
  const found: ScrollState = { ...state, contentPx: reportedPx }
  if (look === 'as-is') {
    if (state.isHonest || reportedPx < framePx) return [{ contentPx: reportedPx, isHonest: true }]
    // No more than the frame leaves no room for an overhang.
    const overhangPx = reportedPx === framePx ? 0 : state.overhangPx
    if (overhangPx === undefined) {
      if (reportedPx === contentPx) return [state]
      // Good enough to begin with is the first answer, and one that is higher by more than an overhang is likely to be.
      const isFar = reportedPx - (contentPx ?? 0) > SHORTER_BY_PX
      return [{ contentPx: isFar ? reportedPx : contentPx }, 'shorter']
    }
    const excessPx = reportedPx - framePx - overhangPx
    // Growth, unless it is the overhang that has grown: learned anew, lest the frame grow with it for ever.
    if (excessPx > 0) return [{ contentPx: reportedPx }]
    if (excessPx < 0) return [{ contentPx }, 'shorter']
    const isNews = suspicion !== 'none' || contentPx === undefined || contentPx > reportedPx
    const next: ScrollState = { contentPx: contentPx ?? reportedPx, overhangPx }
    // A look that is not going to be enough is left out.
    return isNews ? [next, suspicion === 'likely' ? 'shortest' : 'shorter'] : [next]
  }
  if (!before || reportedPx >= before.reportedPx) return [found]
  const learnedPx = before.reportedPx - before.framePx
  const isOverhang = look === 'shorter' && reportedPx <= framePx + learnedPx
  return isOverhang
    ? [{ contentPx, overhangPx: learnedPx }, 'shortest']
    : [{ contentPx: reportedPx, overhangPx: learnedPx }]
}

/** How much a viewer does with a dashboard, as far as its host can tell. */
export interface Use {
  /** The frame has the focus, or the pointer. */
  readonly isHeld: boolean
  /** How long ago anything happened: the frame was entered or left, or its page told or changed something. */
  readonly quietMs: number
}

const BUSY_MS = 200
const HELD_MS = 1_000
/** A little over 10 s: at most six calls in any idle minute. */
const IDLE_MS = 10_500

/** How long to wait before the next look. A click inside the frame is seen by nobody outside, hence the hurry. */
export function nextLookInMs({ isHeld, quietMs }: Use): number {
  if (quietMs < (isHeld ? 30_000 : 10_000)) return BUSY_MS
  return isHeld ? HELD_MS : IDLE_MS
}
