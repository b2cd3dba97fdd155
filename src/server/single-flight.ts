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
      const one: Flight<T> = { controller, result: start(controller.signal), passengers: 0 }
      flight = one
      flights.set(key, one)
      const land = () => forget(key, one)
      one.result.then(land, land)
    }
    const { controller, result } = flight
    const boarded = flight
    boarded.passengers++
    const leave = () => {
      if (--boarded.passengers > 0) return
      forget(key, boarded)
      controller.abort()
    }
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
    try {
      return await result
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }
}

interface Flight<T> {
  readonly controller: AbortController
  readonly result: Promise<T>
  passengers: number
}
