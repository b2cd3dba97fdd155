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

type Settle = (action: unknown, answer: Record<string, unknown>) => void

export function createSwitchboard(port: MessagePort): Switchboard {
  const pending = new Map<unknown, Settle>()
  let calls = 0
  let isOpen = true
  const post = (switchboardAction: string, message: object) =>
    port.postMessage({ switchboardAction, ...message })

  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    const answer: Record<string, unknown> = Object(data)
    const { switchboardAction, messageId } = answer
    // The page waits for every answer for ever; null leaves the matter to its own default.
    // An id of another kind might not even be clonable.
    if (switchboardAction === 'get') post('reply', { messageId: String(messageId), result: null })
    else if (switchboardAction === 'reply' || switchboardAction === 'error')
      pending.get(messageId)?.(switchboardAction, answer)
  }

  return {
    emit: (method, args) => post('emit', { method, args }),
    get: (method, args) =>
      new Promise((resolve, reject) => {
        const messageId = `guestpass-${++calls}`
        const settle: Settle = (action, { result, error }) => {
          pending.delete(messageId)
          if (action === 'reply') resolve(result)
          else {
            const code = !action
              ? 'unmounted'
              : typeof error === 'string' && error.includes('not defined')
                ? 'not-supported'
                : 'call-failed'
            reject(new GuestpassError(code, `${method}: ${WHY[code]}.`))
          }
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
  unmounted: 'the dashboard is gone',
  'not-supported': 'this Superset does not know it',
  'call-failed': 'failed in the dashboard',
}
