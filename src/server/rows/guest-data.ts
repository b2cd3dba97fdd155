import { invalid } from '../options'
import { askUpstream } from '../upstream'
import { parseExactJson } from './exact-json'

/** An answer of Superset to a guest. */
export interface GuestDataAnswer {
  /** The HTTP status. */
  readonly status: number
  /** The JSON body, in which an integer beyond 2^53 is a text. `undefined` when the body is something else. */
  readonly body: unknown
  /** Whether the body has such words. */
  mentions(words: RegExp): boolean
}

/** Asks Superset for the data of charts with a guest token: `POST /api/v1/chart/data`. */
export type AskGuestData = (token: string, body: object, signal: AbortSignal) => Promise<GuestDataAnswer>

/** Where guests are answered. */
export interface GuestDataOptions {
  /** Superset's address, as the server reaches it. */
  readonly url: string
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Superset's GUEST_TOKEN_HEADER_NAME. @default 'X-GuestToken' */
  readonly guestTokenHeader?: string | undefined
}

/** 10,000 rows of 20 columns are about 4 MB. */
const FORMAT = { maxBytes: 8_000_000, parse: parseExactJson }

/** @throws {GuestpassError} `option-invalid` */
export function createGuestData(options: GuestDataOptions): AskGuestData {
  const { url, fetch: request = fetch, guestTokenHeader = 'X-GuestToken' } = options
  if (typeof guestTokenHeader !== 'string' || !/^[\w-]+$/.test(guestTokenHeader)) {
    throw invalid(
      "guestTokenHeader is not the name of a header. Give Superset's GUEST_TOKEN_HEADER_NAME, or leave it out.",
    )
  }
  return (token, body, signal) => {
    const headers = { 'content-type': 'application/json', [guestTokenHeader]: token }
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    return askUpstream(request, `${url}/api/v1/chart/data`, init, signal, FORMAT)
  }
}
