/**
 * Runs a job when fewer than `maxRunning` jobs of the line run and all earlier jobs have started. Rejects with the reason of
 * the signal when the job is aborted while it waits.
 */
export type WaitingLine = <T>(
  maxRunning: number,
  signal: AbortSignal | undefined,
  job: () => Promise<T>,
) => Promise<T>

interface Waiting {
  readonly maxRunning: number
  readonly start: () => void
}

/** Creates a line in which jobs wait for their turn. */
export function createWaitingLine(): WaitingLine {
  let running = 0
  const line = new Set<Waiting>()

  function startNext(): void {
    for (const next of line) {
      if (running >= next.maxRunning) return
      line.delete(next)
      running++
      next.start()
    }
  }

  return async (maxRunning, signal, job) => {
    signal?.throwIfAborted()
    await new Promise<void>((resolve, reject) => {
      const waiting = {
        maxRunning,
        start() {
          signal?.removeEventListener('abort', leaveLine)
          resolve()
        },
      }
      function leaveLine(): void {
        line.delete(waiting)
        reject(signal?.reason)
        // The job behind may have a larger limit.
        startNext()
      }
      signal?.addEventListener('abort', leaveLine)
      line.add(waiting)
      startNext()
    })
    try {
      return await job()
    } finally {
      running--
      startNext()
    }
  }
}
