/** A page that was not used for this time is quiet. */
const QUIET_MS = 3_000
const STEP_MS = 250
const USES = ['pointerdown', 'pointermove', 'wheel', 'keydown', 'touchmove'] as const

/** Resolves when the page is hidden, when it was not used for 3 s, or at the limit. Never resolves if `signal` aborts first. */
export function quietMoment(limitMs: () => number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return
    let usedAt = performance.now()
    const onUse = () => {
      usedAt = performance.now()
    }
    const look = () => {
      const isQuiet = document.hidden || performance.now() - usedAt >= QUIET_MS
      if (!isQuiet && limitMs() > 0) return
      stop()
      resolve()
    }
    const timer = setInterval(look, STEP_MS)
    const stop = () => {
      clearInterval(timer)
      for (const use of USES) document.removeEventListener(use, onUse, true)
      document.removeEventListener('visibilitychange', look)
      signal.removeEventListener('abort', stop)
    }
    for (const use of USES) document.addEventListener(use, onUse, { capture: true, passive: true })
    document.addEventListener('visibilitychange', look)
    signal.addEventListener('abort', stop)
    look()
  })
}
