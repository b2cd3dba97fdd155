/**
 * Reads the body of a request, and bounds what an anonymous client can make the server wait for.
 *
 * A connection carries other requests too: those of the same browser or, behind a proxy, those of other visitors. The
 * next request can be read only after this body has ended. So a refused body is read to its end as well, and discarded.
 * A body that is endless or too slow is given up, and then the adapter closes the connection.
 */

import { GuestpassError } from '../../core/errors'
import { ClientLeft, type RequestBody } from './incoming-request'

export interface BodyLimits {
  /** The largest body that the route accepts, in bytes. */
  readonly maxBytes: number
  /** The largest body that is read to its end, in bytes. To read more costs more than a new connection. */
  readonly maxDiscardedBytes: number
  /** The time in which the whole body has to arrive, in milliseconds. */
  readonly deadlineMs: number
}

/** 16 KiB hold about 400 embed ids. Calls to an API have the same 10 s. */
export const BODY_LIMITS: BodyLimits = {
  maxBytes: 16_384,
  maxDiscardedBytes: 8 * 1_024 * 1_024,
  deadlineMs: 10_000,
}

/** Returns the body as text. Throws `payload-too-large`, `request-timeout`, and what `RequestBody.read` throws. */
export async function readBody(body: RequestBody, limits: BodyLimits): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  const hasEnded = await readToEnd(body, limits, (chunk) => {
    bytes += chunk.length
    if (bytes <= limits.maxBytes) text += decoder.decode(chunk, { stream: true })
  })
  if (bytes > limits.maxBytes) {
    throw new GuestpassError(
      'payload-too-large',
      `The request body is larger than ${limits.maxBytes} bytes. Request fewer dashboards at once.`,
    )
  }
  if (!hasEnded) {
    throw new GuestpassError(
      'request-timeout',
      `The request body did not arrive within ${limits.deadlineMs / 1_000} s. Send the request again.`,
    )
  }
  return text + decoder.decode()
}

/** Reads a body without keeping it. Resolves at its end, or as soon as a limit is reached. Throws `ClientLeft`. */
export async function discardBody(
  body: RequestBody,
  limits: Pick<BodyLimits, 'maxDiscardedBytes' | 'deadlineMs'>,
): Promise<void> {
  try {
    await readToEnd(body, limits, () => {})
  } catch (error) {
    // A body that other code has consumed is not in the way.
    if (error instanceof ClientLeft) throw error
  }
}

/** Returns whether the body ended within the limits. */
async function readToEnd(
  body: RequestBody,
  { maxDiscardedBytes, deadlineMs }: Pick<BodyLimits, 'maxDiscardedBytes' | 'deadlineMs'>,
  onChunk: (chunk: Uint8Array) => void,
): Promise<boolean> {
  const givingUp = new AbortController()
  const deadline = setTimeout(() => givingUp.abort(), deadlineMs)
  let bytes = 0
  try {
    await body.read((chunk) => {
      // The chunk that passes the limit is often the last.
      if (bytes > maxDiscardedBytes) givingUp.abort()
      bytes += chunk.length
      onChunk(chunk)
    }, givingUp.signal)
    return !givingUp.signal.aborted
  } catch (error) {
    if (error instanceof GuestpassError) throw error
    // What a body parser of the app left cannot be written as JSON.
    throw new GuestpassError('request-invalid', 'The request body cannot be read as text.')
  } finally {
    clearTimeout(deadline)
  }
}
