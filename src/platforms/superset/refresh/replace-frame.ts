/**
 * Shows new data. No release up to 6.1 has a call for that, so the page is loaded once more:
 *
 * 1. Wait until no dashboard of the app's page loads.
 * 2. Read what the viewer looks at, and open a second frame with it behind the shown frame, in the viewport.
 * 3. Wait until the second page is ready, and 2 s more: no release reports that it has drawn its charts.
 * 4. Make the second frame visible, still behind the shown frame, so that the browser has drawn it.
 * 5. Read again what the viewer looks at. When that has changed, the second frame is outdated.
 * 6. Put the second frame into the place of the shown frame.
 *
 * The second frame is dropped wherever the sequence ends.
 */

import { sleep } from '../../../client/visible-time'
import { GuestpassError } from '../../../core/errors'
import { isSame } from '../../../core/is-same'
import type { KeptFilters, KeptView } from '../../../core/view'
import { FrameBehind } from './frame-behind'
import type { RefreshHost, RefreshKind, RefreshOutcome } from './refresh-host'

/** Charts are drawn 0.6 to 1 s after ready (measured on 6.1), and later on a slow server. */
const DRAWING_MS = 2_000
/** A hidden page that becomes visible shows its first chart after 0.1 s (measured on 6.1). */
const OVERLAP_MS = 250

/** `outdated`: the viewer has changed the tab or a filter meanwhile. */
export type ReplaceOutcome = RefreshOutcome | 'outdated'

/** @param signal aborts when the shown page goes away, and at the end of this try */
export async function replaceFrame(
  host: RefreshHost,
  { force, cause }: RefreshKind,
  signal: AbortSignal,
): Promise<ReplaceOutcome> {
  const { memory, settings } = host.target
  await waitForTurn(host, signal)
  const first = await host.shown.channel.readView()
  signal.throwIfAborted()
  if (cause === 'schedule' && first.hasSelection) return 'kept'
  const mayLoseFilters = cause === 'app' || settings().refresh.acceptsFilterLoss
  if (!mayLoseFilters) refuseLoss(host.target.address().leftOut)
  const before = valuesOf(memory.read())
  const behind = new FrameBehind(host, force)
  signal.addEventListener('abort', () => behind.drop())
  await behind.whenReady()
  await behind.wait(sleep(DRAWING_MS, signal))
  behind.draw()
  await behind.wait(sleep(OVERLAP_MS, signal))
  const [last] = await Promise.all([host.shown.channel.readView(), behind.channel.readView()])
  signal.throwIfAborted()
  if (!isSame(before, valuesOf(memory.read()))) return 'outdated'
  if (cause === 'schedule' && last.hasSelection) return 'kept'
  if (!mayLoseFilters) refuseLoss(lostFilters(memory.read().filters, behind.view.filters))
  swapFrames(host, behind)
  return 'refreshed'
}

/** Waits until no dashboard of the page loads. The turn ends with the signal. */
function waitForTurn({ target }: RefreshHost, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', target.joinQueue(resolve)))
}

/** In one task, so that nothing is painted meanwhile. Two frames in place would double the height of the mount point. */
function swapFrames(host: RefreshHost, behind: FrameBehind): void {
  const { frame, channel } = host.shown
  const root = frame.getRootNode() as Document | ShadowRoot
  const hadFocus = root.activeElement === frame
  channel.close()
  frame.remove()
  behind.show()
  if (hadFocus) host.shown.frame.focus({ preventScroll: true })
}

/** The tab and the values of the filters, for a comparison. Labels are left out, because two pages can write them differently. */
function valuesOf({ tab, filters = {} }: KeptView): unknown {
  return [tab, Object.entries(filters).map(([id, { filterState }]) => [id, filterState.value])]
}

/** The filters that have another value in the page behind. A filter that the dashboard no longer has is not compared. */
function lostFilters(before: KeptFilters = {}, after: KeptFilters = {}): readonly string[] {
  return Object.entries(after)
    .filter(([id, { filterState }]) => before[id] && !isSame(before[id].filterState.value, filterState.value))
    .map(([id]) => id)
}

function refuseLoss(ids: readonly string[]): void {
  if (ids.length === 0) return
  throw new GuestpassError(
    'view-incomplete',
    `refreshEvery: the new page has other values in the filters ${ids.join(', ')}, so it was not shown. Call refresh() if they may be lost.`,
  )
}
