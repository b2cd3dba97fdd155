import type { Suspicion, Use } from '../../../core/scroll-policy'

/** Charts appear some time after their tab, so a second round of measurements follows. */
const SECOND_ROUND_MS = 1_000

/** How much a viewer uses the dashboard in a frame, and whether that may have made the content shorter. */
export interface UsageTracker {
  use(): Use
  /** Something happened in the dashboard. */
  touch(suspicion?: Suspicion): void
  /** Whether the content may be shorter since the last call. */
  takeSuspicion(): Suspicion
}

/**
 * A click inside the frame is invisible to the app's page. That the frame gets the pointer or the focus is visible, and
 * so is a tab that the viewer comes back to.
 *
 * @param onUse called whenever the viewer enters or leaves the frame or the tab
 */
export function trackUsage(frame: HTMLIFrameElement, signal: AbortSignal, onUse: () => void): UsageTracker {
  const { ownerDocument } = frame
  let hasPointer = false
  let touchedAt = 0
  let suspicion: Suspicion = 'possible'
  let secondRoundAt = 0

  function touch(next?: Suspicion): void {
    touchedAt = performance.now()
    if (!next) return
    suspicion = next
    secondRoundAt = touchedAt + SECOND_ROUND_MS
  }

  function onEvent({ type }: Event): void {
    if (type.startsWith('pointer')) hasPointer = type === 'pointerenter'
    touch()
    onUse()
  }

  for (const [target, type] of [
    [frame, 'pointerenter'],
    [frame, 'pointerleave'],
    // The window loses the focus when the frame gets it.
    [ownerDocument.defaultView, 'blur'],
    [ownerDocument, 'visibilitychange'],
  ] as const) {
    target?.addEventListener(type, onEvent, { signal })
  }
  touch()

  return {
    touch,
    takeSuspicion() {
      const isDue = secondRoundAt && performance.now() > secondRoundAt
      if (isDue) secondRoundAt = 0
      const taken = suspicion === 'none' && isDue ? 'possible' : suspicion
      suspicion = 'none'
      return taken
    },
    use: () => ({
      isHeld: hasPointer || (frame.getRootNode() as Document).activeElement === frame,
      quietMs: performance.now() - touchedAt,
    }),
  }
}
