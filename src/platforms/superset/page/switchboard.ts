/**
 * Calls over a MessagePort, in the format of Superset's embedded page. Both sides may call.
 *
 * 1. A message without an answer is `{ switchboardAction: 'emit', method, args }`.
 * 2. A call is `{ switchboardAction: 'get', method, messageId, args }`.
 * 3. Its answer is `{ switchboardAction: 'reply', messageId, result }` or
 *    `{ switchboardAction: 'error', messageId, error }`.
 *
 * The browser hands the port to one document only, so a message on the port is from that document. Messages that arrive
 * elsewhere are not read, and messages of another shape are ignored.
 */

import { GuestpassError } from '../../../core/errors'
import { ownProperties } from '../../../core/own-properties'

export interface Switchboard {
  emit(method: string, args: unknown): void
  /** Rejects with `not-supported` when the page does not know the method, otherwise with `call-failed` or `unmounted`. */
  get(method: string, args?: unknown): Promise<unknown>
  close(): void
}

/** What the app's side does with the messages of the page. */
export interface SwitchboardHost {
  /** Answers a call of the page. The page receives `null` when this throws or returns nothing. */
  answer?(method: string, args: unknown): unknown
  onEmit?(method: string, args: unknown): void
  /** The page's end of the port has closed. Only some browsers report that. */
  onGone?(): void
}

/** A message that was received. Any field may be missing or of any type. */
type Message = Readonly<Record<string, unknown>>

/** Settles a call. Without an answer the port has closed. */
type Settle = (answer?: Message) => void

export function createSwitchboard(port: MessagePort, host: SwitchboardHost = {}): Switchboard {
  const pending = new Map<unknown, Settle>()
  let calls = 0
  let isOpen = true
  const post = (switchboardAction: string, message: object) =>
    port.postMessage({ switchboardAction, ...message })

  async function answerCall({ method, messageId, args }: Message): Promise<void> {
    let result: unknown
    try {
      result = await host.answer?.(String(method), args)
    } catch {}
    // The page waits for every answer without a limit; `null` lets it use its own default. The id becomes text, because
    // an id of another type may not even be clonable.
    if (isOpen) post('reply', { messageId: String(messageId), result: result ?? null })
  }

  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = ownProperties(data)
    const { switchboardAction: action, messageId } = message
    if (action === 'emit') host.onEmit?.(String(message.method), message.args)
    if (action === 'get') answerCall(message)
    if (action === 'reply' || action === 'error') pending.get(messageId)?.(message)
  }
  port.addEventListener('close', () => isOpen && host.onGone?.())

  return {
    emit: (method, args) => post('emit', { method, args }),
    get: (method, args) =>
      new Promise((resolve, reject) => {
        const messageId = `guestpass-${++calls}`
        const settle: Settle = (answer) => {
          pending.delete(messageId)
          if (answer?.switchboardAction === 'reply') resolve(answer.result)
          else reject(errorOf(method, answer))
        }
        if (!isOpen) return settle()
        pending.set(messageId, settle)
        // A port does not take proxies, and state of Vue and of other libraries consists of proxies. Arguments are JSON.
        post('get', JSON.parse(JSON.stringify({ method, messageId, args })))
      }),
    close() {
      isOpen = false
      port.close()
      for (const settle of pending.values()) settle()
    },
  }
}

function errorOf(method: string, answer: Message | undefined): GuestpassError {
  if (!answer) return new GuestpassError('unmounted', `${method}: the dashboard is gone.`)
  const isUnknown = typeof answer.error === 'string' && answer.error.includes('not defined')
  if (!isUnknown) return new GuestpassError('call-failed', `${method} failed in the dashboard.`)
  const release = Object.hasOwn(SINCE, method) ? `Superset ${SINCE[method]}` : 'a release after Superset 6.1'
  return new GuestpassError(
    'not-supported',
    `${method} needs ${release} or later. The Superset of this dashboard is older.`,
  )
}

/** The first release that knows a method. A method that is not listed came after 6.1. */
const SINCE: Readonly<Record<string, string>> = {
  getDashboardPermalink: '2.1',
  getActiveTabs: '2.1',
  getDataMask: '6.0',
  setThemeConfig: '6.0',
  getChartStates: '6.1',
  getChartDataPayloads: '6.1',
  setThemeMode: '6.1',
}
