/**
 * The life of one embedded dashboard: a table of what follows from each event in each state.
 *
 * The frame may load before the token arrives or after it, load again at any moment, or never answer. The rules:
 *
 * 1. Nothing happens before the mount point is near the viewport (`idle`). The token is then requested at once. The
 *    channel opens when fewer dashboards of the page load than the limit. Until then the embed waits for its `turn`.
 * 2. A token is sent only after the page has answered the handshake, and never after it has expired.
 * 3. Every load of the frame starts from `connecting`, with the token that is already there.
 * 4. A page that refuses its token is reloaded once, with a new token. A page that refuses again, or shows nothing before
 *    its deadline, has `failed`. It stays where it is, because a late `ready` still counts.
 * 5. `ended` closes the channel and removes what it drew: the session ended, the dashboard is denied, or the options were
 *    refused. Putting the page into the back/forward cache closes the channel too, so that Back shows no old rows.
 *
 * A row is a state. An event that a row does not list changes nothing. For example, `waiting` + `token` sends the token,
 * and `failed` + `token` only keeps it.
 */

import type { GuestpassError } from './errors'
import { type GuestToken, type Instant, isUsable } from './guest-token'
import type { ChannelEvent } from './platform'

export type EmbedState =
  /** The mount point is not near the viewport yet. */
  | { readonly name: 'idle'; readonly token?: undefined; readonly error?: undefined }
  /** The page is loading. Or it waits for its address, which comes with the token, or for its turn to load. */
  | ({ readonly name: 'connecting' } & Waiting)
  /** The page has answered the handshake, and the token has not arrived yet. */
  | ({ readonly name: 'waiting' } & Waiting)
  /** The page has a token, and shows nothing yet. */
  | {
      readonly name: 'token-sent'
      readonly token: GuestToken
      readonly error?: undefined
      readonly hasReloaded: boolean
    }
  | { readonly name: 'ready'; readonly token: GuestToken; readonly error?: undefined }
  | { readonly name: 'failed'; readonly token?: GuestToken | undefined; readonly error: GuestpassError }
  | {
      readonly name: 'ended'
      readonly token?: undefined
      readonly error: GuestpassError
      /** `options`: trying again checks the options again. `token`: trying again requests a token. */
      readonly reason: 'token' | 'options'
    }
  | { readonly name: 'detached'; readonly token?: undefined; readonly error?: undefined }

interface Waiting {
  readonly token?: GuestToken | undefined
  /** Why the token is still missing, or why the previous page failed. The embed is trying again. */
  readonly error?: GuestpassError | undefined
  /** Whether the one reload after a refused token was used. */
  readonly hasReloaded: boolean
}

export type EmbedEvent =
  | ChannelEvent
  /** The mount point is near the viewport. */
  | { readonly type: 'near' }
  /** The queue of the page lets this dashboard load. */
  | { readonly type: 'turn' }
  /** An option is wrong, or the mount point holds another dashboard. */
  | { readonly type: 'options-refused'; readonly error: GuestpassError }
  | { readonly type: 'token'; readonly token: GuestToken }
  | { readonly type: 'token-failed'; readonly error: GuestpassError }
  /** A person, or the app, asks to try again. */
  | { readonly type: 'user-retry' }
  /** The embed tries a failed page again by itself. */
  | { readonly type: 'auto-retry' }
  /** Nothing of this viewer may stay on the screen until the token route has been asked again. */
  | { readonly type: 'suspended' }
  | { readonly type: 'detached' }

export type EmbedEffect =
  /** Check the options, claim the mount point, request a token, and join the queue. */
  | 'start'
  /** Open the channel, so that the page loads. */
  | 'open'
  /** Send the state's token to the page. */
  | 'send'
  /** Request a new token in place of a token that did not help, as soon as the policy allows. */
  | 'renew-soon'
  /** Request a new token now, because a person waits for it. */
  | 'renew-now'
  /** Load the page again, without the queue. When the channel is closed, join the queue. */
  | 'reload'
  /** The same, except that a page that is still loading goes on. */
  | 'reload-unless-loading'
  /** Close the channel, remove what it drew, and leave the queue. */
  | 'close'

/** The next state, and the effects in the order in which they are carried out. */
export type EmbedStep = readonly [state: EmbedState, ...effects: EmbedEffect[]]

export const IDLE: EmbedState = { name: 'idle' }
export const CONNECTING: EmbedState = { name: 'connecting', hasReloaded: false }

export function embedStep(state: EmbedState, event: EmbedEvent, now: Instant): EmbedStep {
  const transition: Transition | undefined = TRANSITIONS[state.name][event.type]
  return transition?.(state as never, event as never, now) ?? [state]
}

type StateOf<Name> = Extract<EmbedState, { readonly name: Name }>
type EventOf<Type> = Extract<EmbedEvent, { readonly type: Type }>
/** `undefined` leaves the state as it is. */
type Transition<State = never, Event = never> = (
  state: State,
  event: Event,
  now: Instant,
) => EmbedStep | undefined

type Table = {
  readonly [Name in EmbedState['name']]: {
    readonly [Type in EmbedEvent['type']]?: Transition<StateOf<Name>, EventOf<Type>>
  }
}

const TRANSITIONS: Table = {
  idle: {
    near: () => [CONNECTING, 'start'],
    detached: () => [DETACHED],
  },
  connecting: {
    turn: (state) => [state, 'open'],
    connected: sendToken,
    token: (state, { token }, now) => (isUsable(token, now) ? [{ ...state, token }, 'start'] : undefined),
    'token-failed': showReason,
    'options-refused': refuseOptions,
    failed: fail,
    'user-retry': startAgain,
    suspended: suspend,
    detached: detach,
  },
  waiting: {
    token: sendNewToken,
    'token-failed': showReason,
    lost: reconnect,
    'user-retry': startAgain,
    suspended: suspend,
    detached: detach,
  },
  'token-sent': {
    connected: sendToken,
    token: sendNewToken,
    'token-failed': endWhenFinal,
    ready: ({ token }) => [{ name: 'ready', token }],
    failed: (state, event) =>
      event.error.code === 'token-refused' && !state.hasReloaded
        ? [{ name: 'connecting', hasReloaded: true }, 'renew-soon', 'reload']
        : fail(state, event),
    lost: reconnect,
    'user-retry': startAgain,
    suspended: suspend,
    detached: detach,
  },
  ready: {
    connected: sendToken,
    token: (_state, { token }, now) =>
      isUsable(token, now) ? [{ name: 'ready', token }, 'send'] : undefined,
    'token-failed': endWhenFinal,
    lost: reconnect,
    'user-retry': startAgain,
    suspended: suspend,
    detached: detach,
  },
  failed: {
    connected: (state, _event, now) =>
      isUsable(state.token, now)
        ? [state, 'send']
        : [{ name: 'waiting', error: state.error, hasReloaded: true }],
    token: (state, { token }, now) => (isUsable(token, now) ? [{ ...state, token }] : undefined),
    'token-failed': endWhenFinal,
    // A page that came late may still hold the token before this one.
    ready: ({ token }, _event, now) =>
      token && (isUsable(token, now) ? [{ name: 'ready', token }, 'send'] : [{ name: 'ready', token }]),
    lost: reconnect,
    'user-retry': startAgain,
    'auto-retry': ({ token, error }) => [
      { name: 'connecting', token, error, hasReloaded: true },
      'reload-unless-loading',
    ],
    suspended: suspend,
    detached: detach,
  },
  ended: {
    // A token comes after the end only when a person, or a return to the tab, asked for it.
    token: ({ reason }, { token }, now) =>
      reason === 'token' && isUsable(token, now)
        ? [{ name: 'connecting', token, hasReloaded: false }, 'reload']
        : undefined,
    'user-retry': ({ reason }) =>
      reason === 'options' ? [CONNECTING, 'start'] : [CONNECTING, 'renew-now', 'reload'],
    detached: () => [DETACHED],
  },
  detached: {},
}

const DETACHED: EmbedState = { name: 'detached' }

type Open = StateOf<'connecting' | 'waiting' | 'token-sent' | 'ready' | 'failed'>

function sendToken(
  state: StateOf<'connecting' | 'token-sent' | 'ready'>,
  _event: unknown,
  now: Instant,
): EmbedStep {
  const { token, error } = state
  const hasReloaded = hasUsedReload(state)
  return isUsable(token, now)
    ? [{ name: 'token-sent', token, hasReloaded }, 'send']
    : [{ name: 'waiting', error, hasReloaded }]
}

function sendNewToken(
  { hasReloaded }: StateOf<'waiting' | 'token-sent'>,
  { token }: EventOf<'token'>,
  now: Instant,
): EmbedStep | undefined {
  return isUsable(token, now) ? [{ name: 'token-sent', token, hasReloaded }, 'send'] : undefined
}

/** Without a page, the viewer sees why. */
function showReason(state: StateOf<'connecting' | 'waiting'>, { error }: EventOf<'token-failed'>): EmbedStep {
  return endWhenFinal(state, { error }) ?? [{ ...state, error }]
}

/** A dashboard that shows something keeps showing it, unless nothing is tried any more. */
function endWhenFinal(
  _state: Open,
  { error }: Pick<EventOf<'token-failed'>, 'error'>,
): EmbedStep | undefined {
  return error.retry === 'automatic' ? undefined : [{ name: 'ended', error, reason: 'token' }, 'close']
}

function refuseOptions(_state: Open, { error }: EventOf<'options-refused'>): EmbedStep {
  return [{ name: 'ended', error, reason: 'options' }, 'close']
}

function fail({ token }: Open, { error }: EventOf<'failed'>): EmbedStep {
  return [{ name: 'failed', token, error }]
}

function reconnect(state: Open): EmbedStep {
  return [{ name: 'connecting', token: state.token, hasReloaded: hasUsedReload(state) }]
}

function startAgain({ token, error }: Open): EmbedStep {
  return error
    ? [CONNECTING, 'renew-now', 'reload']
    : [{ name: 'connecting', token, hasReloaded: false }, 'reload']
}

function suspend(): EmbedStep {
  return [CONNECTING, 'close']
}

function detach(): EmbedStep {
  return [DETACHED, 'close']
}

/** A page that failed gets no other reload for a refused token. A page that was ready gets one again. */
function hasUsedReload(state: Open): boolean {
  return 'hasReloaded' in state ? state.hasReloaded : state.name === 'failed'
}
