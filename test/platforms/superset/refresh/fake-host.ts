import { systemClock } from '../../../../src/client/clock'
import { joinLoadQueue } from '../../../../src/client/load-queue'
import type { GuestToken } from '../../../../src/core/guest-token'
import type { ChannelEvent, ChannelNews } from '../../../../src/core/platform'
import type { KeptFilters, KeptView } from '../../../../src/core/view'
import type { FrameChannel, FrameTarget } from '../../../../src/platforms/superset/page/frame-channel'
import type { RefreshHost } from '../../../../src/platforms/superset/refresh/refresh-host'
import { createRefresher } from '../../../../src/platforms/superset/refresh/refresher'
import type { SupersetSettings } from '../../../../src/platforms/superset/settings'
import { createFakeContext } from '../../../helpers/fake-frame'

/** The channel of a frame behind the shown frame, as the test drives it. */
export interface OpenedFrame {
  readonly target: FrameTarget
  readonly frame: HTMLIFrameElement
  readonly tokens: string[]
  isClosed: boolean
  report(event: ChannelEvent): void
  /** Connects, receives the token, and shows something. */
  becomeReady(): void
}

export const tokenOf = (value: string, lifetimeMs = 300_000): GuestToken => ({
  value,
  lifetimeMs,
  requestedAt: { monotonicMs: performance.now(), wallMs: Date.now() },
  renewAtAgeMs: lifetimeMs / 2,
})

export const filtersOf = (values: Readonly<Record<string, unknown>>): KeptFilters =>
  Object.fromEntries(
    Object.entries(values).map(([id, value]) => [id, { extraFormData: {}, filterState: { value } }]),
  )

/** A dashboard on the page, without a Superset. */
export function openFakeHost(options: Partial<SupersetSettings['refresh']> = {}) {
  const mountPoint = document.body.appendChild(document.createElement('div'))
  const frame = mountPoint.appendChild(document.createElement('iframe'))
  const { context } = createFakeContext(frame)
  const opened: OpenedFrame[] = []
  const events: string[] = []
  const sizes: ChannelNews[] = []
  const selections: unknown[] = []
  const page = { reportsFilters: true, hasSelection: false, leftOut: [] as readonly string[] }
  let refresh: SupersetSettings['refresh'] = { everyMs: undefined, acceptsFilterLoss: undefined, ...options }
  let view: KeptView = { tab: 'TAB-a', filters: filtersOf({ 'NATIVE_FILTER-a': ['USA'] }) }
  let readiness = new AbortController()

  let updates = 0

  function channelOf(target: FrameTarget, tokens: string[], onClose: () => void): FrameChannel {
    return {
      authenticate: ({ value }) => void tokens.push(value),
      reload() {},
      update: () => void updates++,
      call: async () => undefined,
      readView: async () => ({ ...page }),
      show: () => void events.push(`show ${target.isShown()}`),
      close: onClose,
    }
  }

  const target = {
    ...context,
    mountPoint,
    placed: { frame, isLoaded: true },
    joinQueue: (onTurn: () => void) => joinLoadQueue({ mountPoint, limit: 1, clock: systemClock, onTurn }),
    address: () => ({
      url: new URL('https://bi.example.com/embedded/id?uiConfig=16'),
      leftOut: page.leftOut,
    }),
    memory: {
      read: () => view,
      write(next: KeptView) {
        view = next
      },
    },
    settings: (): SupersetSettings => ({
      ...context.settings(),
      refresh,
      callbacks: { onSelect: (selection) => void selections.push(selection) },
    }),
    report: ({ type }: ChannelEvent) => void events.push(type),
    emit(news: ChannelNews) {
      if (news.type === 'warning') events.push(`warning ${news.error.code}`)
      if (news.type === 'size') sizes.push(news)
    },
  }

  const host: RefreshHost & { token: GuestToken | undefined } = {
    target,
    followers: new Set(),
    openFrameChannel(behind) {
      const tokens: string[] = []
      const next: OpenedFrame = {
        target: behind,
        frame: behind.placed.frame,
        tokens,
        isClosed: false,
        report: behind.report,
        becomeReady() {
          behind.report({ type: 'connected' })
          behind.report({ type: 'ready' })
        },
      }
      opened.push(next)
      return channelOf(behind, tokens, () => {
        next.isClosed = true
      })
    },
    shown: {
      frame,
      channel: channelOf({ ...target, isShown: () => true }, [], () => void events.push('old closed')),
    },
    token: tokenOf('token-1'),
    get readiness() {
      return readiness.signal
    },
  }

  return {
    mountPoint,
    frame,
    host,
    refresher: createRefresher(host),
    opened,
    events,
    sizes,
    selections,
    page,
    frames: () => [...mountPoint.querySelectorAll('iframe')],
    setView(next: KeptView) {
      view = next
    },
    view: () => view,
    setOptions(next: Partial<SupersetSettings['refresh']>) {
      refresh = { ...refresh, ...next }
    },
    /** How often a frame has taken over the options. */
    updates: () => updates,
    /** The options have changed. */
    update() {
      for (const follower of host.followers) follower.update()
    },
    /** A newer token has arrived. */
    authenticate(value: string) {
      for (const follower of host.followers) follower.authenticate(tokenOf(value))
    },
    /** The shown page goes away. */
    lose: () => readiness.abort(new Error('lost')),
    /** Another page is ready. */
    becomeReady() {
      readiness = new AbortController()
    },
    remove() {
      readiness.abort(new Error('removed'))
      mountPoint.remove()
    },
  }
}

export type FakeHost = ReturnType<typeof openFakeHost>
