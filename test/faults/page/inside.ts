/**
 * Runs in every embedded page before the page's own scripts, and breaks the page from inside. The scenario's servers
 * request that from the start (`window.spoilt`), or a message of the host page requests it later.
 */

/** What the host page can have done. */
export type Inside =
  /** Goes to another tab, and waits for its charts. */
  | 'probe'
  /** Goes to the second tab, which is not the first that a new page shows. */
  | 'open-second-tab'
  /** Applies the first value of the filter beside the charts. A new page shows all values. */
  | 'set-filter'
  | 'copy-link'
  | 'reload'
  | 'navigate'
  /** Follows a link to a page of Superset that is not embedded. */
  | 'leave'
  | 'measure'
  | 'close-port'
  | 'deafen'
  | 'hang'
  | 'junk'
  /** Reports 50,000 changes of the filters. */
  | 'flood'

export interface InsideAnswer {
  /** Whether charts came, and none of them as an error. */
  readonly isFresh?: boolean
  /** The tab before a probe, and the tab after it. */
  readonly tabs?: readonly [before: string, after: string]
  readonly text?: string
  /** The values that the filter beside the charts has. Empty for all values. */
  readonly filter?: string
  /** Whether the frame is too low for the charts. */
  readonly isCut?: boolean
}

/** How a page is spoilt from the start. */
export type Spoilt = 'wrong-shapes' | 'huge' | 'tall' | 'deaf' | 'old'

declare global {
  interface Window {
    spoilt?: Spoilt
  }
}

/** Long enough for a machine that is busy with something else. */
const CHARTS_MS = 5_000
let port: MessagePort | undefined

const sleep = (durationMs: number) => new Promise((resolve) => setTimeout(resolve, durationMs))

window.addEventListener('message', async ({ data, ports: [own] }) => {
  if (data?.handshake && own) port = own
  if (!data?.inside || !own) return
  own.postMessage('heard')
  own.postMessage(await DO[data.inside as Inside]())
})

const DO: Readonly<Record<Inside, () => Promise<InsideAnswer> | InsideAnswer>> = {
  async probe() {
    const tabs = [...document.querySelectorAll<HTMLElement>('[role=tab]')]
    const before = tabs.find(({ ariaSelected }) => ariaSelected === 'true')
    const tab = tabs.find((other) => other !== before)
    tab?.click()
    const busy = () => document.querySelectorAll('.card[aria-busy=true]').length > 0
    const untilMs = performance.now() + CHARTS_MS
    while (tab && busy() && performance.now() < untilMs) await sleep(10)
    const text = document.body?.textContent?.trim() ?? ''
    const cards = document.querySelectorAll('.card').length
    const alerts = document.querySelectorAll('.card [role=alert]').length
    return {
      isFresh: tab !== undefined && cards > 0 && alerts === 0 && !busy(),
      text,
      filter: filterText(),
      ...(tab && { tabs: [before?.textContent ?? '', tab.textContent ?? ''] as const }),
    }
  },
  'open-second-tab'() {
    const tab = document.querySelectorAll<HTMLElement>('[role=tab]')[1]
    tab?.click()
    return { text: tab?.textContent ?? '' }
  },
  async 'set-filter'() {
    const box = () => document.querySelector<HTMLInputElement>('.filters .options input')
    const untilMs = performance.now() + CHARTS_MS
    while (!box() && performance.now() < untilMs) await sleep(10)
    box()?.click()
    document.querySelector<HTMLElement>('.filters .apply')?.click()
    return { filter: filterText() }
  },
  async 'copy-link'() {
    const button = [...document.querySelectorAll('button')].find(
      ({ textContent }) => textContent === 'Copy link',
    )
    button?.click()
    const untilMs = performance.now() + CHARTS_MS
    while (button?.textContent === 'Copy link' && performance.now() < untilMs) await sleep(10)
    return { text: button?.textContent ?? '' }
  },
  reload() {
    setTimeout(() => location.reload())
    return {}
  },
  navigate() {
    setTimeout(() => location.assign(`${location.pathname}?again=1`))
    return {}
  },
  leave() {
    setTimeout(() => location.assign('/login/'))
    return {}
  },
  measure() {
    const bottoms = [...document.querySelectorAll('.card')].map((card) => card.getBoundingClientRect().bottom)
    return { isCut: Math.max(...bottoms) > innerHeight }
  },
  'close-port'() {
    port?.close()
    return {}
  },
  deafen() {
    if (port) port.onmessage = () => {}
    return {}
  },
  hang() {
    setTimeout(() => {
      for (;;);
    })
    return {}
  },
  junk() {
    for (let call = 0; call < 50; call++) {
      for (const messageId of [`guestpass-${call}`, call, null, {}, 'never-asked']) {
        port?.postMessage({ switchboardAction: 'reply', messageId: `x${messageId}`, result: 'junk' })
        port?.postMessage({ switchboardAction: 'error', messageId, error: { toString: 'none' } })
      }
    }
    for (const message of [
      null,
      7,
      'reply',
      [],
      {},
      { switchboardAction: 'get' },
      { switchboardAction: 9 },
    ]) {
      port?.postMessage(message)
    }
    return {}
  },
  flood() {
    for (let n = 1; n <= FLOOD; n++) {
      const args = { 'NATIVE_FILTER-country': { filterState: { value: [`n${n}`] } } }
      port?.postMessage({ switchboardAction: 'emit', method: 'observeDataMask', args })
    }
    return {}
  },
}

const FLOOD = 50_000

const filterText = () => document.querySelector('.filters summary span:not(.placeholder)')?.textContent ?? ''

const SHAPES = [null, 'words', 7, [], { height: 'tall' }, { height: Number.NaN }, { width: -1 }, true]
let shape = 0

const post = MessagePort.prototype.postMessage as (message: unknown) => void
MessagePort.prototype.postMessage = function (this: MessagePort, message: Record<string, unknown>) {
  if (this !== port || message?.switchboardAction !== 'reply') return post.call(this, message)
  const result = spoil(message.result)
  if (result !== SILENCE) post.call(this, { ...message, ...result })
} as typeof MessagePort.prototype.postMessage

const SILENCE = Symbol('no answer')

function spoil(result: unknown): object | typeof SILENCE {
  const isSize = Object(result).height !== undefined
  switch (window.spoilt) {
    case 'wrong-shapes':
      return { result: SHAPES[shape++ % SHAPES.length] }
    case 'huge':
      return isSize ? {} : { result: { ...Object(result), huge: 'x'.repeat(10 * 2 ** 20) } }
    case 'tall':
      return isSize ? { result: { height: 1e15, width: 1e15 } } : {}
    case 'deaf':
      return SILENCE
    // Pages before 6.0 report only the size, and are taller than nothing once they show something.
    case 'old':
      return isSize ? {} : { switchboardAction: 'error', error: '[superset] Method "x" is not defined' }
    default:
      return {}
  }
}
