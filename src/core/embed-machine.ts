/**
 * The life of one embedded dashboard, as a pure function of what happened.
 *
 * Order is what makes this hard, and so it is a machine: the frame may load before the token arrives or
 * after it, load again at any moment, or never answer. The rules it keeps:
 *
 * 1. A token is sent only after the page has answered the handshake, and never after it has expired.
 * 2. Every load of the frame starts from `connecting`, with the token that is already there.
 * 3. A page that refuses its token gets one reload with a new one, and then it has `failed`, as one has that shows
 *    nothing in its time. A failed page is left standing, because a late `rendered` still wins, until it is tried
 *    `again` or a person retries.
 * 4. A final refusal of the token (the session ended, the dashboard is denied) closes the channel, and what it
 *    drew is gone: `ended`. So is it when the page goes into the back/forward cache, until the route was asked
 *    again. `detached` is the end of everything.
 */

import { type GuestpassError, isFinal } from './errors'
import { type GuestToken, type Instant, isUsable } from './guest-token'
import type { ChannelEvent } from './platform'

export type EmbedState =
  | {
      readonly name: 'connecting' | 'waiting'
      readonly token?: GuestToken | undefined
      /** Why there is no token yet, or why the page before this one failed; it is being tried again. */
      readonly error?: GuestpassError | undefined
      /** Whether the one reload that a page gets has been spent. */
      readonly isReloaded?: boolean | undefined
    }
  | {
      readonly name: 'token-sent'
      readonly token: GuestToken
      readonly error?: undefined
      readonly isReloaded?: boolean | undefined
    }
  | { readonly name: 'ready'; readonly token: GuestToken; readonly error?: undefined }
  | { readonly name: 'failed'; readonly token?: GuestToken | undefined; readonly error: GuestpassError }
  | { readonly name: 'ended'; readonly token?: undefined; readonly error: GuestpassError }
  | { readonly name: 'detached'; readonly token?: undefined; readonly error?: undefined }

export type EmbedEvent =
  | ChannelEvent
  | { readonly type: 'token'; readonly token: GuestToken }
  | { readonly type: 'token-failed'; readonly error: GuestpassError }
  | { readonly type: 'retry' }
  /** A page that failed is tried again by itself. */
  | { readonly type: 'again' }
  /** The page is put away, for Back to find; what it shows then must not be what it showed before. */
  | { readonly type: 'suspended' }
  | { readonly type: 'detached' }

/**
 * - `send`: hand the page the state's token
 * - `mint`: ask for a new token in place of one that did not help; `mint-now` when a person waits for it
 * - `reload`: start the page again, opening the channel where it is closed
 * - `close`: close the channel and remove what it drew
 */
export type EmbedEffect = 'send' | 'mint' | 'mint-now' | 'reload' | 'close'

/** The state that follows, and what is to be done about it, in order. */
export type EmbedStep = readonly [state: EmbedState, ...effects: EmbedEffect[]]

export const INITIAL_EMBED_STATE: EmbedState = { name: 'connecting' }

export function embedStep(state: EmbedState, event: EmbedEvent, now: Instant): EmbedStep {
  const { name, token } = state
  const isReloaded = 'isReloaded' in state ? state.isReloaded : name === 'failed'
  const isOver = name === 'ended'
  if (name === 'detached') return [state]
  switch (event.type) {
    case 'connected':
      if (isOver || name === 'waiting') return [state]
      if (!isUsable(token, now)) return [{ name: 'waiting', error: state.error, isReloaded }]
      return [name === 'failed' ? state : { name: 'token-sent', token, isReloaded }, 'send']

    case 'token': {
      const next = { ...state, token: event.token } as EmbedState
      if (!isUsable(event.token, now)) return [state]
      // Nothing asks for a token after the end unless a person, or the app, began again.
      if (isOver) {
        return state.error.code === 'option-invalid'
          ? [state]
          : [{ name: 'connecting', token: event.token }, 'reload']
      }
      if (name === 'connecting' || name === 'failed') return [next]
      return [name === 'ready' ? next : { name: 'token-sent', token: event.token, isReloaded }, 'send']
    }

    case 'token-failed':
      if (isOver) return [state]
      if (isFinal(event.error)) return [{ name: 'ended', error: event.error }, 'close']
      return [name === 'connecting' || name === 'waiting' ? { ...state, error: event.error } : state]

    case 'rendered':
      if (!token || (name !== 'token-sent' && name !== 'failed')) return [state]
      // A page that came late may still hold the token before this one.
      return name === 'failed' && isUsable(token, now)
        ? [{ name: 'ready', token }, 'send']
        : [{ name: 'ready', token }]

    case 'lost':
      return [isOver || name === 'connecting' ? state : { name: 'connecting', token, isReloaded }]

    case 'failed':
      if (name === 'token-sent' && !isReloaded && event.error.code === 'token-refused') {
        return [{ name: 'connecting', isReloaded: true }, 'mint', 'reload']
      }
      return [
        name === 'connecting' || name === 'token-sent'
          ? { name: 'failed', token, error: event.error }
          : state,
      ]

    case 'retry':
      return state.error
        ? [{ name: 'connecting' }, 'mint-now', 'reload']
        : [{ name: 'connecting', token }, 'reload']

    case 'again':
      return name === 'failed'
        ? [{ name: 'connecting', token, error: state.error, isReloaded }, 'reload']
        : [state]

    case 'suspended':
      return isOver ? [state] : [{ name: 'connecting' }, 'close']

    case 'detached':
      return isOver ? [{ name: 'detached' }] : [{ name: 'detached' }, 'close']
  }
}
