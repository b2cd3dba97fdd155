/** Snapshots of this process that run or wait. A browser needs a core and 500 MB, so they wait in line. */

interface Waiting {
  readonly maxRunning: number
  readonly start: () => void
}

let running = 0
const line: Waiting[] = []

/**
 * Runs a job when fewer than `maxRunning` jobs of this process run and all earlier jobs have started. Rejects with the reason
 * of the signal when the job is aborted while it waits.
 */
export async function runInTurn<T>(
  maxRunning: number,
  signal: AbortSignal | undefined,
  job: () => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  await untilTurn(maxRunning, signal)
  try {
    return await job()
  } finally {
    running--
    startNext()
  }
}

function untilTurn(maxRunning: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const waiting: Waiting = {
      maxRunning,
      start() {
        signal?.removeEventListener('abort', leaveLine)
        running++
        resolve()
      },
    }
    function leaveLine(): void {
      line.splice(line.indexOf(waiting), 1)
      reject(signal?.reason)
      // The job behind may take more company.
      startNext()
    }
    signal?.addEventListener('abort', leaveLine, { once: true })
    line.push(waiting)
    startNext()
  })
}

function startNext(): void {
  for (let next = line[0]; next && running < next.maxRunning; next = line[0]) {
    line.shift()
    next.start()
  }
}
