import type { CodesWith, GuestpassErrorCode } from './errors'

/** Errors that a viewer can do something about, or understands. */
type ViewerCode = CodesWith<{ readonly audience: 'viewer' }> | 'denied' | 'timed-out' | 'blank'

/** What a viewer reads about an error. All other errors share one general sentence. */
const VIEWER_SENTENCES: Readonly<Record<ViewerCode, string>> = {
  'session-ended': 'You are signed out. Sign in again to see this dashboard.',
  denied: 'You do not have access to this dashboard.',
  'viewer-mismatch': 'Somebody else is signed in now. Reload the page.',
  'timed-out': 'The dashboard takes longer than usual.',
  blank: 'The dashboard stays blank. Your browser may be blocking it.',
}

/** The sentence for a viewer, when the error has one. */
export function viewerSentence(code: GuestpassErrorCode): string | undefined {
  return Object.hasOwn(VIEWER_SENTENCES, code) ? VIEWER_SENTENCES[code as ViewerCode] : undefined
}
