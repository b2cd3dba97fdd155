import type { GuestpassError, GuestpassErrorCode } from '../core/errors'

/** Every text that a viewer reads or hears; what is left out is English. */
export interface Messages {
  /** The frame's accessible name, where `iframeTitle` says none. @default 'Embedded dashboard' */
  readonly title?: string
  /** @default 'Loading the dashboard…' */
  readonly loading?: string
  /** Told to screen readers alone. @default 'The dashboard is loaded.' */
  readonly ready?: string
  /** The link, visible when it has the focus, that leads a keyboard past the frame. @default 'Skip the dashboard' */
  readonly skip?: string
  /** @default 'Try again' */
  readonly retry?: string
  /** What the error itself says is folded away below this, for whoever is asked for help; `''` leaves it out. @default 'Details' */
  readonly details?: string
  /** By error code. @default a sentence each for what a viewer can do something about, and one for all others */
  readonly errors?: Readonly<Partial<Record<GuestpassErrorCode, string>>>
}

/** What the app says, over what we say. */
export type Texts = Messages & typeof ENGLISH

export const ENGLISH = {
  loading: 'Loading the dashboard…',
  ready: 'The dashboard is loaded.',
  skip: 'Skip the dashboard',
  retry: 'Try again',
  details: 'Details',
}

const ENGLISH_ERRORS: NonNullable<Messages['errors']> = {
  'session-ended': 'You are signed out. Sign in again to see this dashboard.',
  denied: 'You may not see this dashboard.',
  'viewer-mismatch': 'Somebody else is signed in now. Reload the page.',
  'timed-out': 'The dashboard takes longer than usual.',
  blank: 'The dashboard stays blank. Your browser may be blocking it.',
}

/** A sentence for the viewer: what the error itself says is for whoever runs the app. */
export function messageOf({ code }: GuestpassError, { errors }: Messages): string {
  return errors?.[code] ?? ENGLISH_ERRORS[code] ?? 'The dashboard cannot be shown right now.'
}
