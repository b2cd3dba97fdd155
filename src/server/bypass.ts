/** How long a call may take; counted in halves, because a busy process fires timers before it reads answers. */
const LIMIT_MS = 250
/** How long it is left alone after it has failed. */
const PAUSE_MS = 5_000

/**
 * Calls something that may be down, and resolves with `undefined` instead: after 250 ms, or at once while it is
 * known to be down. Every 5 s one call tests whether it works again. `onOutage` is called once when an outage begins.
 */
export function createBypass(
  onOutage: (cause: unknown) => void,
  now: () => number = () => performance.now(),
) {
  let isDown = false
  let tryAgainAtMs = 0

  return async <T>(call: () => Promise<T>): Promise<T | undefined> => {
    const isProbe = isDown
    if (isProbe) {
      if (now() < tryAgainAtMs) return undefined
      tryAgainAtMs = now() + PAUSE_MS
    }
    try {
      const result = await withinLimit(call())
      // A call that started before the outage does not show that the outage is over.
      if (isProbe) isDown = false
      return result
    } catch (cause) {
      if (!isDown) {
        isDown = true
        tryAgainAtMs = now() + PAUSE_MS
        onOutage(cause)
      }
      return undefined
    }
  }
}

function withinLimit<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new DOMException(`No answer within ${LIMIT_MS} ms`, 'TimeoutError'))
    let timer = setTimeout(() => {
      timer = setTimeout(giveUp, LIMIT_MS / 2)
    }, LIMIT_MS / 2)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
