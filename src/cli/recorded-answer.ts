type Fetch = typeof globalThis.fetch

export interface Recorded<T> {
  /** The last answer of the service. */
  readonly answer: Response
  /** `undefined` when the code of the server refused the answer. */
  readonly value: T | undefined
}

/**
 * Runs code of the server that calls a service, and records the last answer. The server's errors are written for apps,
 * so the commands explain the answer instead.
 *
 * The server repeats a call that found the service down. A command does not: the first 5xx and the first failed call end
 * the run.
 *
 * @param run must pass the `fetch` and the signal on
 * @throws the error of `fetch`, or the error of `run` before its first call
 */
export async function recordAnswer<T>(
  fetch: Fetch,
  run: (fetch: Fetch, signal: AbortSignal) => Promise<T>,
): Promise<Recorded<T>> {
  const end = new AbortController()
  let answer: Response | undefined
  let failure: { readonly error: unknown } | undefined

  const recording: Fetch = async (input, init) => {
    end.signal.throwIfAborted()
    try {
      answer = await fetch(input, init)
      if (answer.status >= 500) end.abort()
      // A clone of a Response with a defined address has no address, so the server gets the clone.
      return answer.clone()
    } catch (error) {
      failure = { error }
      end.abort()
      throw error
    }
  }

  try {
    const value = await run(recording, end.signal)
    if (answer) return { answer, value }
    throw new Error('The code of the server called no service.')
  } catch (error) {
    if (failure) throw failure.error
    if (answer) return { answer, value: undefined }
    throw error
  }
}
