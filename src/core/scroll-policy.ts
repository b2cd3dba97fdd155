/**
 * How high the content of a frame is.
 *
 * Up to 6.1 Superset reports `max(content, frame + overhang)`. The overhang is a constant of each dashboard (measured on
 * 6.1: 18 px beside a filter bar, 0 px without a filter bar). Two things follow. A frame that takes the reported height
 * grows for ever: 983, 1001, 1019 px. And content that became shorter is invisible, because the frame holds the report
 * up. Later releases report the content only; they are called honest here.
 *
 * A round of measurements begins with the frame as it is. The frame is made shorter only when that can show more:
 *
 * | look       | frame          | what the report shows                                              |
 * | ---------- | -------------- | ------------------------------------------------------------------ |
 * | `as-is`    | unchanged      | more than frame + overhang is content; less than the frame is honest |
 * | `shorter`  | 40 px shorter  | an overhang goes down with the frame, content does not             |
 * | `shortest` | at most 100 px | the height of the content                                          |
 *
 * The overhang is always learned and never assumed.
 */

/** The size of a dashboard's content. */
export interface ScrollSize {
  /** In CSS pixels. */
  readonly width: number
  /** In CSS pixels. */
  readonly height: number
}

export type Look = 'as-is' | 'shorter' | 'shortest'

/** Whether the content may be shorter than in the last round: a filter can do that, another tab often does. */
export type Suspicion = 'none' | 'possible' | 'likely'

/** What the page reported in a frame of this height. */
export interface Measurement {
  readonly look: Look
  readonly framePx: number
  readonly reportedPx: number
}

export interface ScrollState {
  /** The height of the content, as soon as it is known. */
  readonly contentPx?: number | undefined
  /** How much a report exceeds a frame that is higher than the content, as soon as that is known. */
  readonly overhangPx?: number | undefined
  /** The page has reported less than its frame. Its reports are the height of the content. */
  readonly isHonest?: boolean | undefined
}

export interface AfterLook {
  readonly state: ScrollState
  /** The next look of this round. */
  readonly nextLook?: Look | undefined
}

/** More than any overhang that was measured (18 px), and little enough that the viewer does not notice the look. */
const SHORTER_BY_PX = 40
const SHORTEST_PX = 100

/** The height of the frame during a look. */
export function lookPx(look: Look, framePx: number): number {
  if (look === 'as-is') return framePx
  return look === 'shorter' ? Math.max(1, framePx - SHORTER_BY_PX) : Math.min(framePx, SHORTEST_PX)
}

/**
 * What is known of the height of the content after a measurement, and with which height of the frame the page is measured next.
 *
 * @param before the measurement that this one follows in the same round
 */
export function afterLook(
  state: ScrollState,
  measurement: Measurement,
  before: Measurement | undefined,
  suspicion: Suspicion,
): AfterLook {
  const { look, framePx, reportedPx } = measurement
  if (look !== 'as-is') return afterShorterFrame(state, measurement, before)
  if (state.isHonest || reportedPx < framePx) return { state: { contentPx: reportedPx, isHonest: true } }
  // 900 px reported in a frame of 900 px: the overhang is 0.
  const overhangPx = reportedPx === framePx ? 0 : state.overhangPx
  return overhangPx === undefined
    ? whileLearning(state, reportedPx)
    : withKnownOverhang({ ...state, overhangPx }, reportedPx - framePx - overhangPx, reportedPx, suspicion)
}

/** 918 px reported in a frame of 900 px can be content, or an overhang of 18 px: a shorter frame shows which. */
function whileLearning({ contentPx }: ScrollState, reportedPx: number): AfterLook {
  if (reportedPx === contentPx) return { state: { contentPx } }
  // The first report is good enough to begin with. From 983 to 1,130 px is growth; from 983 to 1,001 px may be the overhang.
  const isGrowth = reportedPx - (contentPx ?? 0) > SHORTER_BY_PX
  return { state: { contentPx: isGrowth ? reportedPx : contentPx }, nextLook: 'shorter' }
}

/** @param excessPx how much the report exceeds frame + overhang */
function withKnownOverhang(
  { contentPx, overhangPx }: ScrollState,
  excessPx: number,
  reportedPx: number,
  suspicion: Suspicion,
): AfterLook {
  // 1,130 px in a frame of 983 px, overhang 18: the content has grown. Or the overhang has (a filter bar opened): it is
  // learned again, because a frame that grows with it would never stop.
  if (excessPx > 0) return { state: { contentPx: reportedPx } }
  // 983 px in a frame of 983 px, overhang 18: the overhang has become smaller.
  if (excessPx < 0) return { state: { contentPx }, nextLook: 'shorter' }
  // 1,001 px in a frame of 983 px, overhang 18: the content is 983 px or less.
  const state: ScrollState = { contentPx: contentPx ?? reportedPx, overhangPx }
  const mayBeShorter = suspicion !== 'none' || contentPx === undefined || contentPx > reportedPx
  if (!mayBeShorter) return { state }
  // Another tab often differs by more than 40 px, so the look with 40 px is left out.
  return { state, nextLook: suspicion === 'likely' ? 'shortest' : 'shorter' }
}

function afterShorterFrame(
  state: ScrollState,
  { look, framePx, reportedPx }: Measurement,
  before: Measurement | undefined,
): AfterLook {
  // 983 px before and after: the content holds the report up.
  if (!before || reportedPx >= before.reportedPx) return { state: { ...state, contentPx: reportedPx } }
  // 1,001 px in 983 px, and then 961 px in 943 px: the overhang is 18 px, and the content at most 961 px.
  const overhangPx = before.reportedPx - before.framePx
  const isOverhang = look === 'shorter' && reportedPx <= framePx + overhangPx
  return isOverhang
    ? { state: { contentPx: state.contentPx, overhangPx }, nextLook: 'shortest' }
    : { state: { contentPx: reportedPx, overhangPx } }
}

/** How much a viewer uses a dashboard, as far as the app's page can know. */
export interface Use {
  /** The frame has the focus or the pointer. */
  readonly isHeld: boolean
  /** How long ago something happened: the viewer entered or left the frame, or its page reported a change. */
  readonly quietMs: number
}

const HELD_BUSY_MS = 200
const BUSY_MS = 500
const HELD_MS = 1_000
/** A little over 10 s: at most six calls in any idle minute. */
const IDLE_MS = 10_500

/** How long to wait before the next look. The app's page cannot see a click inside the frame, so it looks more often while a viewer may click. */
export function nextLookInMs({ isHeld, quietMs }: Use): number {
  if (quietMs < (isHeld ? 30_000 : 10_000)) return isHeld ? HELD_BUSY_MS : BUSY_MS
  return isHeld ? HELD_MS : IDLE_MS
}
