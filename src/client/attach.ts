import { type EmbedEvent, type EmbedState, embedStep, INITIAL_EMBED_STATE } from '../core/embed-machine'
import { GuestpassError } from '../core/errors'
import type { Channel, Platform } from '../core/platform'
import { type Clock, systemClock } from './clock'
import type { TokenSource } from './token-source'
import { onPageCache } from './wake'

export interface AttachOptions {
  readonly id: string
  readonly mountPoint: HTMLElement
  readonly platform: Platform<HTMLElement>
  readonly source: TokenSource
  /** Where the dashboard lives; without it the frame waits for the token route to say so. */
  readonly domain?: string | undefined
  /** Hears of every change; of the state only what may be shown, and so never the token. */
  readonly onChange: (shown: EmbedView) => void
  readonly clock?: Clock
}

export type EmbedView = Pick<EmbedState, 'name' | 'error'>

export interface Embed {
  call(method: string, args?: unknown): Promise<unknown>
  retry(): void
  detach(): void
}

/** Drives the embed machine: what the page and the token source report goes in, its effects are carried out. */
export function attach(options: AttachOptions): Embed {
  const { id, mountPoint, platform, source, onChange, clock = systemClock } = options
  let state = INITIAL_EMBED_STATE
  let channel: Channel | undefined
  let record = {} as ReturnType<TokenSource['record']>

  function dispatch(event: EmbedEvent): void {
    const before = state
    const [next, ...effects] = embedStep(state, event, clock.now())
    state = next
    for (const effect of effects) perform[effect]()
    if (state !== before) onChange({ name: state.name, error: state.error })
  }

  const perform = {
    send: () => state.token && channel?.authenticate(state.token.value),
    mint: () => source.renew(id, 'soon'),
    'mint-now': () => source.renew(id, 'now'),
    reload: () => (channel ? channel.reload() : open()),
    close() {
      channel?.close()
      channel = undefined
    },
  }

  /** Opens the channel as soon as it is known where the dashboard lives. */
  function open(): void {
    const domain = options.domain ?? record.token?.domain
    try {
      if (domain) channel = platform.open({ mountPoint, id, domain }, dispatch)
      else if (record.token) throw new GuestpassError('option-invalid', 'supersetDomain is missing.')
    } catch (error) {
      dispatch({ type: 'token-failed', error: error as GuestpassError })
    }
  }

  function onToken(): void {
    const before = record
    record = source.record(id)
    const { token, error } = record
    if (token && token !== before.token) {
      if (!channel && state.name !== 'ended') open()
      dispatch({ type: 'token', token })
    }
    if (error && error !== before.error) dispatch({ type: 'token-failed', error })
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
  if (id) {
    open()
    release = source.use(id, onToken)
    onToken()
  } else {
    dispatch({ type: 'token-failed', error: new GuestpassError('option-invalid', 'id is missing.') })
  }

  return {
    call: async (method, args) => {
      if (!channel) throw new GuestpassError('unmounted', `${method}: no dashboard to ask.`)
      return channel.call(method, args)
    },
    retry: () => dispatch({ type: 'retry' }),
    detach() {
      stopWatchingCache()
      release()
      dispatch({ type: 'detached' })
    },
  }
}
