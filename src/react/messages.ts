import type { GuestpassError, GuestpassErrorCode } from '../core/errors'
import { ownProperties } from '../core/own-properties'
import { viewerSentence } from '../core/viewer-sentences'

/** Texts for the viewer, visible or for screen readers. A text that is not set is English. */
export interface Messages {
  /** The frame's accessible name, unless the prop `title` sets it. @default 'Embedded dashboard' */
  readonly title?: string | undefined
  /** @default 'Loading the dashboard…' */
  readonly loading?: string | undefined
  /** For screen readers only. @default 'The dashboard is loaded.' */
  readonly ready?: string | undefined
  /** The link past the frame, for the keyboard. It is visible while it has the focus. @default 'Skip the dashboard' */
  readonly skip?: string | undefined
  /** @default 'Try again' */
  readonly retry?: string | undefined
  /** The heading of the error's own message, which is folded away. `''` leaves both out. @default 'Details' */
  readonly details?: string | undefined
  /** By error code. @default a sentence for each error that a viewer can act on, and one sentence for all others */
  readonly errors?: Readonly<Partial<Record<GuestpassErrorCode, string | undefined>>> | undefined
}

/** The texts of the app, and English for the others. */
export type Texts = Omit<Messages, keyof typeof ENGLISH> & typeof ENGLISH

const ENGLISH = {
  loading: 'Loading the dashboard…',
  ready: 'The dashboard is loaded.',
  skip: 'Skip the dashboard',
  retry: 'Try again',
  details: 'Details',
}

export function textsOf(messages: Messages = {}): Texts {
  const given = Object.entries(messages).filter(([, text]) => text !== undefined)
  return ownProperties({ ...ENGLISH, ...Object.fromEntries(given) })
}

/** What the viewer reads about an error: the app's own words, or ours. The error's own sentence is for developers. */
export function messageOf(error: GuestpassError, { errors }: Messages): string {
  return (
    ownProperties(errors ?? {})[error.code] ??
    viewerSentence(error.code) ??
    'The dashboard cannot be shown right now.'
  )
}
