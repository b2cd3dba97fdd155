const STEP_MS = 250

/** Resolves when `isEdited` returns false. Never resolves if `signal` aborts first. */
export function endOfEdit(isEdited: () => boolean, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return
    const look = () => {
      if (isEdited()) return
      stop()
      resolve()
    }
    const timer = setInterval(look, STEP_MS)
    const stop = () => {
      clearInterval(timer)
      signal.removeEventListener('abort', stop)
    }
    signal.addEventListener('abort', stop)
    look()
  })
}
