import { pollUntil } from './poll-until'

/** A page that was not used for this time is quiet. */
const QUIET_MS = 3_000
const USES = ['pointerdown', 'pointermove', 'wheel', 'keydown', 'touchmove'] as const

/**
 * Resolves when the document is hidden, when it was not used for 3 s, or at the limit. Never resolves if `signal` aborts first.
 *
 * @param page the document that the dashboard is in, which can be a popup's
 */
export async function quietMoment(page: Document, limitMs: () => number, signal: AbortSignal): Promise<void> {
  let usedAt = performance.now()
  const onUse = () => {
    usedAt = performance.now()
  }
  for (const use of USES) page.addEventListener(use, onUse, { signal, capture: true, passive: true })
  await pollUntil(() => page.hidden || performance.now() - usedAt >= QUIET_MS || limitMs() <= 0, signal)
  for (const use of USES) page.removeEventListener(use, onUse, true)
}
