/**
 * A page that uses Superset's own protocol and shows every answer. guestpass waits, retries and refuses by
 * itself, so it cannot show what a page answers before it is ready, or to an unknown call.
 */

export interface RawPage {
  /** Resolves when the frame has loaded. */
  open(url: string, height: number): Promise<void>
  emit(method: string, args: unknown): void
  /** What the page answered: `{ result }`, `{ error }`, or `{}` when it did not within two seconds. */
  get(method: string, args?: unknown): Promise<{ readonly result?: unknown; readonly error?: string }>
  resize(height: number): void
  /** What the page sent by itself. */
  readonly heard: readonly { readonly method: string; readonly args: unknown }[]
}

declare global {
  interface Window {
    rawPage: RawPage
  }
}

/** Runs in the page, so it must not use anything outside of its own body. */
export function installRawPage(): void {
  if (window !== window.top) return
  type Message = { switchboardAction: string; messageId: string; method: string; args: unknown }
  const heard: Message[] = []
  const pending = new Map<string, (answer: object) => void>()
  const frame = document.createElement('iframe')
  let port: MessagePort | undefined
  let calls = 0

  function listen({ data }: MessageEvent<Message>): void {
    if (['reply', 'error'].includes(data.switchboardAction)) pending.get(data.messageId)?.(data)
    else heard.push(data)
    if (data.switchboardAction === 'get') {
      port?.postMessage({ switchboardAction: 'reply', messageId: data.messageId, result: null })
    }
  }

  window.rawPage = {
    heard,
    open: (url, height) =>
      new Promise((resolve) => {
        frame.style.cssText = `display: block; width: 100%; height: ${height}px; border: 0`
        frame.setAttribute('referrerpolicy', 'strict-origin-when-cross-origin')
        frame.onload = () => {
          const { port1, port2 } = new MessageChannel()
          port = port1
          port1.onmessage = listen
          const handshake = { type: '__embedded_comms__', handshake: 'port transfer' }
          frame.contentWindow?.postMessage(handshake, new URL(url).origin, [port2])
          resolve()
        }
        frame.src = url
        document.body.prepend(frame)
      }),
    emit: (method, args) => port?.postMessage({ switchboardAction: 'emit', method, args }),
    get: (method, args) =>
      new Promise((resolve) => {
        const messageId = `raw-${++calls}`
        pending.set(messageId, ({ result, error }: { result?: unknown; error?: string }) =>
          resolve(error === undefined ? { result } : { error }),
        )
        setTimeout(() => resolve({}), 2_000)
        port?.postMessage({ switchboardAction: 'get', messageId, method, args })
      }),
    resize: (height) => {
      frame.style.height = `${height}px`
    },
  }
}
