import { type EmbedEvent, type EmbedState, embedStep, INITIAL_EMBED_STATE } from '../core/embed-machine'
import { GuestpassError } from '../core/errors'
import { healInMs } from '../core/heal-policy'
import type { Channel, ChannelNews, Platform, PlatformName, Sizing } from '../core/platform'
import { withinLimit } from './call-when-ready'
import { type Clock, systemClock } from './clock'
import type { TokenSource } from './token-source'
import { onPageCache, onWake } from './wake'
import { whenNear } from './when-near'

export interface AttachOptions {
  readonly id: string
  readonly mountPoint: HTMLElement
  readonly platforms: Readonly<Record<PlatformName, Platform<HTMLElement>>>
  readonly source: TokenSource
  /** Where Superset's dashboards live; without it the frame waits for the token route to say so. */
  readonly domain?: string | undefined
  /** `'lazy'` draws nothing until the mount point is near the viewport. @default 'eager' */
  readonly loading?: Loading | undefined
  /** What is done with the height of the content; looked at again on `update()`. */
  readonly sizing: () => Sizing
  /** Hears of every change; of the state only what may be shown, and so never the token. */
  readonly onChange: (shown: EmbedView) => void
  /** Hears what the state does not depend on. */
  readonly onNews: (news: ChannelNews) => void
  readonly clock?: Clock
}

/** When a dashboard is loaded: at once, or once it is near the viewport. */
export type Loading = 'eager' | 'lazy'

/** Where a dashboard stands, and why. */
export type EmbedView = Pick<EmbedState, 'name' | 'error'>

export interface Embed {
  /** Waits for the dashboard to be ready; rejects when it will not be, with `signal`, or after a minute. */
  call(method: string, args?: unknown, signal?: AbortSignal): Promise<unknown>
  retry(): void
  /** Takes over what may change without starting the dashboard anew. */
  update(): void
  detach(): void
}

/** Mount points that hold a dashboard. */
const taken = new WeakSet<HTMLElement>()

/** Drives the embed machine: what the page and the token source report goes in, its effects are carried out. */
export function attach(options: AttachOptions): Embed {
  const { id, mountPoint, platforms, source, onChange, clock = systemClock } = options
  const { style } = mountPoint
  const styleBefore = style.cssText
  let state = INITIAL_EMBED_STATE
  let channel: Channel | undefined
  let isElement = false
  let record = {} as ReturnType<TokenSource['record']>
  /** Calls that wait for the state to be another one. */
  const waiting = new Set<() => void>()
  let tries = 0
  let failure: GuestpassError | undefined
  let stopHealing = () => {}

  function dispatch(event: EmbedEvent): void {
    const before = state
    const [next, ...effects] = embedStep(state, event, clock.now())
    state = next
    for (const effect of effects) perform[effect]()
    if (state === before) return
    heal()
    onChange({ name: state.name, error: state.error })
    for (const look of waiting) look()
  }

  const perform = {
    send: () => state.token && channel?.authenticate(state.token),
    mint: () => source.renew(id, 'soon'),
    'mint-now': () => source.renew(id, 'now'),
    reload: () => (channel ? channel.reload() : open()),
    close() {
      channel?.close()
      channel = undefined
    },
  }

  /** A page that failed for want of a server is tried again, sooner when the viewer or the network comes back. */
  function heal(): void {
    if (state.name === 'ready') tries = 0
    const before = failure
    failure = state.name === 'failed' ? state.error : undefined
    // A token that was renewed meanwhile does not put it off.
    if (failure === before) return
    stopHealing()
    const delayMs = failure && healInMs(failure, tries)
    if (delayMs === undefined) return
    const again = () => {
      // Nobody waits for it in a hidden tab, and coming back to it is a wake-up.
      if (globalThis.document?.hidden) return
      tries++
      dispatch({ type: 'again' })
    }
    const stopTimer = clock.after(delayMs, again)
    const stopWaking = onWake(again)
    stopHealing = () => {
      stopTimer()
      stopWaking()
    }
  }

  /** Opens the channel as soon as it is known where the dashboard lives, and its viewer is near. */
  function open(): void {
    const { token } = record
    const platform = token?.platform ?? 'superset'
    isElement = platform === 'embeddable'
    const domain = (!isElement && options.domain) || token?.domain
    if (!isNear) return
    try {
      if (domain) {
        const { sizing, onNews: tell } = options
        channel = platforms[platform].open({ mountPoint, id, domain, sizing, tell }, dispatch)
      } else if (token) throw new GuestpassError('option-invalid', 'supersetDomain is missing.')
    } catch (error) {
      dispatch({ type: 'token-failed', error: error as GuestpassError })
    }
  }

  function onToken(): void {
    const before = record
    record = source.record(id)
    const { token, error, isDoubted } = record
    if (isDoubted && !before.isDoubted) dispatch({ type: 'suspended' })
    if (token && token !== before.token) {
      // A frame that did not wait for the route may be another system's.
      if (channel && !isElement && token.platform === 'embeddable') {
        perform.close()
        dispatch({ type: 'lost' })
      }
      if (!channel && state.name !== 'ended') open()
      dispatch({ type: 'token', token })
    }
    if (error && error !== before.error) dispatch({ type: 'token-failed', error })
  }

  function whenReady(signal: AbortSignal): Promise<Channel> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (state.name === 'ready' && channel) resolve(channel)
        else if (state.name === 'detached') reject(new GuestpassError('unmounted', 'The dashboard is gone.'))
        else if (state.name === 'failed' || state.name === 'ended') reject(state.error)
      }
      waiting.add(look)
      signal.addEventListener('abort', () => waiting.delete(look))
      look()
    })
  }

  /** Back must not bring the old rows: nothing of them is kept, and the route is asked before any are shown. */
  const stopWatchingCache = onPageCache(
    () => dispatch({ type: 'suspended' }),
    () => {
      source.renew(id, 'now')
      dispatch({ type: 'retry' })
    },
  )

  let release = () => {}
  let isNear = options.loading !== 'lazy'
  let stopLooking = () => {}
  const problem = taken.has(mountPoint)
    ? 'mountPoint holds a dashboard already: unmount that first.'
    : !id && 'id is missing.'
  if (problem) {
    dispatch({ type: 'token-failed', error: new GuestpassError('option-invalid', problem) })
  } else {
    taken.add(mountPoint)
    if (isNear) open()
    else {
      stopLooking = whenNear(mountPoint, () => {
        isNear = true
        open()
      })
    }
    release = source.use(id, onToken)
    onToken()
  }

  return {
    call: (method, args, signal) =>
      withinLimit(method, async (ending) => (await whenReady(ending)).call(method, args), signal, clock),
    retry: () => dispatch({ type: 'retry' }),
    update: () => channel?.update(),
    detach() {
      stopWatchingCache()
      stopLooking()
      release()
      dispatch({ type: 'detached' })
      if (!problem) {
        taken.delete(mountPoint)
        style.cssText = styleBefore
      }
    },
  }
}
