/** Lets callers that request the same thing at the same time share one call. It is aborted when the last caller leaves. */
export function createSingleFlight<T>() {
  const flights = new Map<string, Flight<T>>()

  /** A later flight for the same thing is not this one's to end. */
  function forget(key: string, flight: Flight<T>): void {
    if (flights.get(key) === flight) flights.delete(key)
  }

  return async (key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    let flight = flights.get(key)
    if (!flight) {
      const controller = new AbortController()
      const started: Flight<T> = { controller, result: start(controller.signal), callers: 0 }
      flight = started
      flights.set(key, started)
      const land = () => forget(key, started)
      started.result.then(land, land)
    }
    const { controller, result } = flight
    const joined = flight
    joined.callers++
    const leaveFlight = () => {
      if (--joined.callers > 0) return
      forget(key, joined)
      controller.abort()
    }
    if (signal.aborted) leaveFlight()
    else signal.addEventListener('abort', leaveFlight, { once: true })
    try {
      return await result
    } finally {
      signal.removeEventListener('abort', leaveFlight)
    }
  }
}

interface Flight<T> {
  readonly controller: AbortController
  readonly result: Promise<T>
  callers: number
}
