import type { EmbedState } from '../core/embed-machine'
import { GuestpassError } from '../core/errors'
import type { Channel } from '../core/platform'
import type { Clock } from './clock'

/** Longer than a dashboard takes to be ready, or to have failed. */
const LIMIT_MS = 60_000

/** The embed that a call is for. */
export interface CalledEmbed {
  /** Its state and its channel at the time of the call. */
  look(): { readonly state: EmbedState; readonly channel: Channel | undefined }
  /** Callbacks that look at the state after every change. */
  readonly watchers: Set<() => void>
  readonly clock: Clock
}

/**
 * Waits until the dashboard is ready, and calls its page. Nothing ever hangs: the wait, and the call, end with the reason of
 * `signal`, with the error that keeps the dashboard from being ready, or after a minute.
 */
export async function callWhenReady(
  embed: CalledEmbed,
  method: string,
  args: unknown,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  signal?.throwIfAborted()
  const ending = new AbortController()
  const stopLimit = embed.clock.after(LIMIT_MS, () =>
    ending.abort(new GuestpassError('timed-out', `${method}: no answer within ${LIMIT_MS / 1_000} s.`)),
  )
  const onAbort = () => ending.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort)
  try {
    return await new Promise<unknown>((resolve, reject) => {
      ending.signal.addEventListener('abort', () => reject(ending.signal.reason))
      whenReady(embed, ending.signal)
        .then((channel) => channel.call(method, args))
        .then(resolve, reject)
    })
  } finally {
    stopLimit()
    signal?.removeEventListener('abort', onAbort)
    ending.abort()
  }
}

function whenReady({ look, watchers }: CalledEmbed, signal: AbortSignal): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      const { state, channel } = look()
      if (state.name === 'ready' && channel) resolve(channel)
      else if (state.name === 'detached')
        reject(new GuestpassError('unmounted', 'The dashboard was unmounted.'))
      else if (state.name === 'failed' || state.name === 'ended') reject(state.error)
    }
    watchers.add(settle)
    signal.addEventListener('abort', () => watchers.delete(settle))
    settle()
  })
}
