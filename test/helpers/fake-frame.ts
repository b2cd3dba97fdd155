import { vi } from 'vitest'
import type { ChannelContext } from '../../src/platforms/superset/page/channel-context'

/** The page in a fake frame: it answers each method with what the test sets. */
export interface FakePage {
  readonly answers: Record<string, unknown>
  /** The methods that it does not know. */
  readonly refused: Set<string>
  /** Every message that the page has received. */
  readonly received: Record<string, unknown>[]
  emit(method: string, args: unknown): void
  /** Calls the app. The answer is received like every message. */
  ask(method: string, args: unknown): void
  /** Closes the page's end of the port, as a crash does. */
  crash(): void
}

/** A frame without a browser. Its documents load when the test calls `load`. */
export interface FakeFrame {
  readonly frame: HTMLIFrameElement
  /** Every address that the frame was given. */
  readonly addresses: string[]
  /** Every address that took the place of the address of a document. */
  readonly replaced: string[]
  /** A document of Superset's has loaded, or a document that never answers. */
  load(kind?: 'superset' | 'foreign'): FakePage
  /** Posts a message to the app's window: from the document in this frame, and from the app's origin, by default. */
  post(data: unknown, event?: { readonly source?: unknown; readonly origin?: string }): void
  set(state: { readonly hidden?: boolean; readonly isConnected?: boolean }): void
}

export const APP_ORIGIN = 'https://app.example.com'
export const READY = { getScrollSize: { width: 800, height: 400 }, getActiveTabs: ['TAB-1'], getDataMask: {} }
export const LOADING = { getScrollSize: { width: 800, height: 600 }, getActiveTabs: [], getDataMask: {} }

export function createFakeFrame(): FakeFrame {
  const defaultView = Object.assign(new EventTarget(), { origin: APP_ORIGIN })
  const ownerDocument = Object.assign(new EventTarget(), { hidden: false, defaultView })
  const addresses: string[] = []
  const replaced: string[] = []
  let transfer: (port: MessagePort) => void = () => {}
  const fields = {
    ownerDocument,
    isConnected: true,
    clientHeight: 600,
    clientWidth: 800,
    style: { height: '100%' },
    getRootNode: () => ({ activeElement: null }),
    hasAttribute: () => false,
    parentNode: null,
    nextSibling: null,
    remove() {},
    contentWindow: {
      postMessage: (_message: unknown, _origin: string, [port]: [MessagePort]) => transfer(port),
      location: { replace: (address: string) => replaced.push(address) },
    },
  }
  const frame = Object.assign(new EventTarget(), fields)
  Object.defineProperty(frame, 'src', {
    get: () => addresses.at(-1) ?? 'https://bi.example.com/embedded/id',
    set: (address: string) => addresses.push(address),
  })

  return {
    frame: frame as unknown as HTMLIFrameElement,
    addresses,
    replaced,
    load(kind = 'superset') {
      const page: FakePage = {
        answers: { ...READY },
        refused: new Set(),
        received: [],
        emit() {},
        ask() {},
        crash() {},
      }
      transfer = (port) => kind === 'superset' && serve(port, page)
      frame.dispatchEvent(new Event('load'))
      return page
    },
    post(data, event) {
      const message = { data, source: fields.contentWindow, origin: APP_ORIGIN, ...event }
      // Node's MessageEvent accepts no window as its source.
      defaultView.dispatchEvent(Object.assign(new Event('message'), message))
    },
    set({ hidden = ownerDocument.hidden, isConnected = fields.isConnected }) {
      ownerDocument.hidden = hidden
      Object.assign(frame, { isConnected })
    },
  }
}

function serve(port: MessagePort, page: FakePage): void {
  port.onmessage = ({ data }) => {
    page.received.push(data)
    const { switchboardAction, messageId, method } = data
    if (switchboardAction !== 'get') return
    if (page.refused.has(method)) {
      const error = `Method "${method}" is not defined`
      return port.postMessage({ switchboardAction: 'error', messageId, error })
    }
    if (!Object.hasOwn(page.answers, method)) return
    port.postMessage({ switchboardAction: 'reply', messageId, result: page.answers[method] })
  }
  page.emit = (method, args) => port.postMessage({ switchboardAction: 'emit', method, args })
  page.ask = (method, args) =>
    port.postMessage({ switchboardAction: 'get', messageId: 'page-1', method, args })
  page.crash = () => port.close()
}

/** The context of a channel around a fake frame, with everything that it reports. */
export function createFakeContext(frame: HTMLIFrameElement, options: Partial<ChannelContext> = {}) {
  const reports: string[] = []
  const context: ChannelContext = {
    id: 'd1',
    frame,
    origin: 'https://bi.example.com',
    fit: { show() {}, refit() {}, fit() {}, fill() {}, widen() {}, restore() {}, shorten: () => () => {} },
    view: {
      onDataMask() {},
      onTabs: () => false,
      onStored() {},
      onStart() {},
      onDocument() {},
      changedPart: () => 'none',
      update: async () => false,
    },
    tables: { isWanted: () => false, onTables() {} },
    translation: { untranslatedIds: () => [], translate: async () => false },
    memory: { read: () => ({}), write() {} },
    selection: { onDocument() {}, onDataMask() {}, onClose() {}, check: async () => {} },
    sizing: () => 'none',
    settings: () => ({
      query: new URLSearchParams(),
      frame: { title: '', sandbox: '', allow: '', referrerpolicy: '' },
      theme: {},
      wanted: { filters: {} },
      keepsTables: undefined,
      refresh: { everyMs: undefined, acceptsFilterLoss: undefined },
      warning: undefined,
      callbacks: {
        onNativeFiltersChange: undefined,
        onViewChange: undefined,
        onSelect: undefined,
        onNavigate: undefined,
        resolvePermalinkUrl: undefined,
      },
    }),
    emit(news) {
      if (news.type === 'warning') reports.push(`warning ${news.error.code}`)
    },
    report: ({ type }) => void reports.push(type),
    fail: (code) => void reports.push(code),
    ...options,
  }
  return { context, reports }
}

/** Lets messages on ports arrive, which fake timers do not delay. */
export async function settlePorts(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** Fakes the timers that deadlines use. Message ports and `setImmediate` stay real. */
export function useFakeTimers(): void {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'],
  })
}

/** Advances fake timers in steps, because the page's answers come in real time. */
export async function pass(durationMs: number): Promise<void> {
  for (let passedMs = 0; passedMs < durationMs; passedMs += 500) {
    await vi.advanceTimersByTimeAsync(Math.min(500, durationMs - passedMs))
    await settlePorts()
  }
}
