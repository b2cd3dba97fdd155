/**
 * The page inside the frame, as far as its host can tell: the other end of the embedding protocol.
 *
 * 1. The host posts `{ type: '__embedded_comms__', handshake: 'port transfer' }` to the page's window, with one
 *    MessagePort. The page takes the first and is deaf to every later one.
 * 2. `{ switchboardAction: 'emit', method, args }` tells the other side something; a page takes `guestToken`, and any
 *    of its methods, whose answer then goes nowhere.
 * 3. `{ switchboardAction: 'get', method, messageId, args }` asks the other side, which answers
 *    `{ switchboardAction: 'reply', messageId, result }` or `{ switchboardAction: 'error', messageId, error }`.
 */

/** What a simulated embedded page needs. */
export interface EmbeddedPageOptions {
  /** The window that the host posts its handshake to. @default the global one */
  readonly window?: Pick<Window, 'addEventListener' | 'removeEventListener'>
  /** Origins that a handshake may come from; one from elsewhere is dropped without a word. @default any */
  readonly allowedOrigins?: readonly string[]
  /** What the host may ask for, by name; a method may throw, reject or never settle. */
  readonly methods: Readonly<Record<string, EmbeddedMethod>>
  /** Called with the first token and with every later one. */
  readonly onGuestToken: (guestToken: string) => void
}

/**
 * Answers a call of the host.
 *
 * @param args what the host sent with the call. Parse it.
 */
export type EmbeddedMethod = (args: unknown) => unknown

/** The page inside of the frame, as a test drives it. */
export interface EmbeddedPage {
  /** Tells the host something; lost when no host has come yet. */
  emit(method: string, args: unknown): void
  /** Asks the host. Rejects when it refuses, when no host has come yet, and when the page stops. */
  get(method: string, args?: unknown): Promise<unknown>
  /** Closes the port, and waits for no host any more. */
  stop(): void
}

/** Waits for a host and answers it for as long as the document lives. */
export function serveEmbeddedPage(options: EmbeddedPageOptions): EmbeddedPage {
  const { window = globalThis.window, allowedOrigins, methods, onGuestToken } = options
  const pending = new Map<string, PendingCall>()
  let port: MessagePort | undefined
  let calls = 0

  function onHandshake({ data, origin, ports }: MessageEvent): void {
    if (allowedOrigins && !allowedOrigins.includes(origin)) return
    if (data?.type !== '__embedded_comms__' || data.handshake !== 'port transfer' || !ports[0]) return
    window.removeEventListener('message', onHandshake)
    port = ports[0]
    // Setting it also starts the port.
    port.onmessage = (event: MessageEvent<unknown>) => void onMessage(event.data as Message)
  }

  async function onMessage(message: Message): Promise<void> {
    const { switchboardAction, method = '', messageId = '', args, result, error } = message
    if (switchboardAction === 'get') await answer(method, messageId, args)
    else if (switchboardAction === 'reply') settle(messageId)?.resolve(result)
    else if (switchboardAction === 'error') settle(messageId)?.reject(new Error(String(error)))
    else if (method === 'guestToken') onGuestToken((args as { readonly guestToken: string }).guestToken)
    else await find(method)?.(args)
  }

  const find = (method: string) => (Object.hasOwn(methods, method) ? methods[method] : undefined)

  async function answer(method: string, messageId: string, args: unknown): Promise<void> {
    const refuse = (reason: string) =>
      post({ switchboardAction: 'error', messageId, error: `[superset] Method "${method}" ${reason}` })
    const run = find(method)
    if (!run) return refuse('is not defined')
    try {
      post({ switchboardAction: 'reply', messageId, result: await run(args) })
    } catch {
      refuse('threw an error')
    }
  }

  function settle(messageId: string): PendingCall | undefined {
    const call = pending.get(messageId)
    pending.delete(messageId)
    return call
  }

  const post = (message: Message) => port?.postMessage(message)

  window.addEventListener('message', onHandshake)
  return {
    emit: (method, args) => post({ switchboardAction: 'emit', method, args }),
    get: (method, args) =>
      new Promise((resolve, reject) => {
        if (!port) return reject(new Error(`${method}: no host has come yet.`))
        const messageId = `page-${++calls}`
        pending.set(messageId, { resolve, reject })
        post({ switchboardAction: 'get', method, messageId, args })
      }),
    stop() {
      window.removeEventListener('message', onHandshake)
      port?.close()
      port = undefined
      for (const { reject } of pending.values()) reject(new Error('The page stopped.'))
      pending.clear()
    },
  }
}

interface PendingCall {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

/** Any of the four messages. */
interface Message {
  readonly switchboardAction: 'emit' | 'get' | 'reply' | 'error'
  readonly method?: string
  readonly messageId?: string
  readonly args?: unknown
  readonly result?: unknown
  readonly error?: string
}
