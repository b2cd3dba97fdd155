/**
 * Calls over a MessagePort, in the words the embedded page of Superset uses.
 *
 * - A message without an answer: `{ switchboardAction: 'emit', method, args }`.
 * - A call: `{ switchboardAction: 'get', method, messageId, args }`, answered with
 *   `{ switchboardAction: 'reply', messageId, result }` or `{ switchboardAction: 'error', messageId, error }`.
 *
 * Both sides may call. The port is the proof of who speaks: nothing that arrives elsewhere is believed, and
 * what arrives here in another shape is ignored.
 */

import { GuestpassError } from '../../core/errors'

export interface Switchboard {
  emit(method: string, args: unknown): void
  /** Rejects with `not-supported` when the page does not know the method, else `call-failed` or `unmounted`. */
  get(method: string, args?: unknown): Promise<unknown>
  close(): void
}

/** The host's side of it. */
export interface SwitchboardHost {
  /** Answers what the page asks; what it throws is the page's to know as "no answer", and nothing more. */
  answer?(method: string, args: unknown): unknown
  onEmit?(method: string, args: unknown): void
  /** The page's end of the port is gone. Only some browsers tell. */
  onGone?(): void
}

type Settle = (action: unknown, answer: Record<string, unknown>) => void

export function createSwitchboard(port: MessagePort, host: SwitchboardHost = {}): Switchboard {
  const pending = new Map<unknown, Settle>()
  let calls = 0
  let isOpen = true
  const post = (switchboardAction: string, message: object) =>
    port.postMessage({ switchboardAction, ...message })

  port.onmessage = async ({ data }: MessageEvent<unknown>) => {
    const message: Record<string, unknown> = Object(data)
    const { switchboardAction, messageId } = message
    const method = String(message.method)
    if (switchboardAction === 'emit') host.onEmit?.(method, message.args)
    else if (switchboardAction === 'get') {
      let result: unknown
      try {
        result = await host.answer?.(method, message.args)
      } catch {}
      // The page waits for every answer for ever; null leaves the matter to its own default.
      // An id of another kind might not even be clonable.
      if (isOpen) post('reply', { messageId: String(messageId), result: result ?? null })
    } else if (switchboardAction === 'reply' || switchboardAction === 'error')
      pending.get(messageId)?.(switchboardAction, message)
  }
  port.addEventListener('close', () => isOpen && host.onGone?.())

  return {
    emit: (method, args) => post('emit', { method, args }),
    get: (method, args) =>
      new Promise((resolve, reject) => {
        const messageId = `guestpass-${++calls}`
        const settle: Settle = (action, { result, error }) => {
          pending.delete(messageId)
          if (action === 'reply') return resolve(result)
          const code = !action
            ? 'unmounted'
            : typeof error === 'string' && error.includes('not defined')
              ? 'not-supported'
              : 'call-failed'
          reject(new GuestpassError(code, `${method}: ${WHY[code](method)}.`))
        }
        if (!isOpen) return settle(undefined, {})
        pending.set(messageId, settle)
        post('get', { method, messageId, args })
      }),
    close() {
      isOpen = false
      port.close()
      for (const settle of pending.values()) settle(undefined, {})
    },
  }
}

const WHY = {
  unmounted: () => 'the dashboard is gone',
  'not-supported': (method: string) =>
    `this page is older than it, which came with ${SINCE[method] ?? 'none so far'}`,
  'call-failed': () => 'failed in the dashboard',
}

/** The releases whose embedded page first knew a method. */
const SINCE: Readonly<Record<string, string>> = {
  getDashboardPermalink: 'Superset 2.1',
  getActiveTabs: 'Superset 2.1',
  getDataMask: 'Superset 6.0',
  setThemeConfig: 'Superset 6.0',
  getChartStates: 'Superset 6.1',
  getChartDataPayloads: 'Superset 6.1',
  setThemeMode: 'Superset 6.1',
  setDataMask: 'the release after Superset 6.1',
}
