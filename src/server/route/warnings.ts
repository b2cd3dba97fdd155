/**
 * The log of a route whose app passes no `onDenied`: the first mistakes of a new app, once per process each. Other
 * refusals are not logged, because they are not mistakes (a session that ended) or anybody can cause them at any rate.
 */

import { GuestpassError, type GuestpassErrorCode } from '../../core/errors'
import type { IncomingRequest } from './incoming-request'

/** So many warnings in a process at most. A signed-in viewer can invent any number of ids. */
const MAX_WARNINGS = 200
/** Embed ids have 36 characters. */
const SHOWN_CHARACTERS = 64

const WARNED_CODES: readonly GuestpassErrorCode[] = [
  'request-invalid',
  'cross-site-refused',
  'viewer-mismatch',
  'payload-too-large',
  'unsupported-media-type',
]

/** A browser sends no cookies to another origin by itself, and the page cannot know what it did not send. */
const WITHOUT_CREDENTIALS =
  "authorize returned null for a request with neither a Cookie nor an Authorization header. If the viewer is signed in, the browser did not send the session: for a tokenUrl on another origin pass a fetch with credentials: 'include', and check the cookie's SameSite, Secure and Domain."

export function createWarnings(warn: (text: string) => void) {
  const written = new Set<string>()

  function warnOnce(text: string): void {
    if (written.has(text) || written.size > MAX_WARNINGS) return
    written.add(text)
    warn(
      written.size > MAX_WARNINGS
        ? `guestpass: ${MAX_WARNINGS} warnings were logged, and no more follow. Pass onDenied to see every refused request.`
        : text,
    )
  }

  return {
    /** One warning for each id, so that each id is logged once. */
    warnOfDenial(notGranted: readonly string[]): void {
      for (const id of notGranted) {
        const sentence = `The page requested the dashboard ${printable(id)}, which is not in the grant that authorize returned. Both need the embed id exactly as Superset's "Embed dashboard" shows it: with small letters, without spaces, and not a number or a slug.`
        warnOnce(`guestpass: ${new GuestpassError('denied', sentence).message}`)
      }
    },
    /** An error of the request has constant sentences, so the number of warnings is bounded, and no value is in them. */
    warnOfRefusal({ code, message }: GuestpassError, { header }: Pick<IncomingRequest, 'header'>): void {
      if (WARNED_CODES.includes(code)) {
        warnOnce(`guestpass: the token route refused a request (${code}). ${message}`)
      }
      // A session that ended has a cookie that is no longer valid.
      if (code === 'session-ended' && !header('cookie') && !header('authorization')) {
        warnOnce(`guestpass: ${new GuestpassError(code, WITHOUT_CREDENTIALS).message}`)
      }
    },
  }
}

/** The warnings of this process, from all its routes. */
export const warnings = /* @__PURE__ */ createWarnings((text) => console.warn(text))

/** A text of the browser for a log: short, on one line, and without characters that a terminal interprets. */
function printable(text: string): string {
  const start = [...text.slice(0, 2 * SHOWN_CHARACTERS)].slice(0, SHOWN_CHARACTERS).join('')
  const escaped = JSON.stringify(start).replace(
    /[^ -~]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
  return start.length < text.length ? `${escaped.slice(0, -1)}…"` : escaped
}
