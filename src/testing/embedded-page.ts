/**
 * The embedded page's side of the embedding protocol. The host is the page of the app that contains the frame.
 *
 * 1. The host posts `{ type: '__embedded_comms__', handshake: 'port transfer' }` to the page's window, with one
 *    MessagePort. The page uses the first port and ignores later handshakes.
 * 2. `{ switchboardAction: 'emit', method, args }` is a call without an answer. The host calls `guestToken` in this way, and can
 *    call every method of the page.
 * 3. `{ switchboardAction: 'get', method, messageId, args }` is a call with an answer:
 *    `{ switchboardAction: 'reply', messageId, result }` or `{ switchboardAction: 'error', messageId, error }`.
 */

/** The options of a simulated embedded page. */
export interface EmbeddedPageOptions {
  /** The window that the host posts its handshake to. @default the global one */
  readonly window?: Pick<Window, 'addEventListener' | 'removeEventListener'>
  /** The origins from which a handshake is accepted. Other handshakes are ignored. @default any origin */
  readonly allowedOrigins?: readonly string[]
  /** The methods that the host can call, by their names. A method may throw, reject or never settle. */
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

/** A simulated embedded page, as a test controls it. */
export interface EmbeddedPage {
  /** Calls the host without an answer. Does nothing before the handshake. */
  emit(method: string, args: unknown): void
  /** Calls the host. Rejects when the host answers with an error, before the handshake, and when the page stops. */
  get(method: string, args?: unknown): Promise<unknown>
  /** Closes the port, and ignores later handshakes. */
  stop(): void
}

/** Waits for a host and answers its calls, until `stop` is called. */
export function serveEmbeddedPage(options: EmbeddedPageOptions): EmbeddedPage {
  const { window = globalThis.window, allowedOrigins, methods, onGuestToken } = options
  const calls = createPendingCalls()
  let port: MessagePort | undefined

  const post = (message: Message): void => port?.postMessage(message)

  function onHandshake({ data, origin, ports }: MessageEvent): void {
    if (allowedOrigins && !allowedOrigins.includes(origin)) return
    if (data?.type !== '__embedded_comms__' || data.handshake !== 'port transfer' || !ports[0]) return
    window.removeEventListener('message', onHandshake)
    port = ports[0]
    // Setting `onmessage` also starts the port.
    port.onmessage = (event: MessageEvent<unknown>) => void onMessage(event.data as Message)
  }

  async function onMessage(message: Message): Promise<void> {
    const { switchboardAction, method = '', messageId = '', args, result, error } = message
    const run = Object.hasOwn(methods, method) ? methods[method] : undefined
    if (switchboardAction === 'get') await answerCall(message, run, post)
    else if (switchboardAction === 'reply') calls.settle(messageId)?.resolve(result)
    else if (switchboardAction === 'error') calls.settle(messageId)?.reject(new Error(String(error)))
    else if (method === 'guestToken') onGuestToken((args as { readonly guestToken: string }).guestToken)
    else await run?.(args)
  }

  window.addEventListener('message', onHandshake)
  return {
    emit: (method, args) => post({ switchboardAction: 'emit', method, args }),
    get: async (method, args) => {
      if (!port) throw new Error(`${method}: no host has come yet.`)
      return calls.start((messageId) => post({ switchboardAction: 'get', method, messageId, args }))
    },
    stop() {
      window.removeEventListener('message', onHandshake)
      port?.close()
      port = undefined
      calls.rejectAll(new Error('The page stopped.'))
    },
  }
}

async function answerCall(
  { method = '', messageId = '', args }: Message,
  run: EmbeddedMethod | undefined,
  post: (message: Message) => void,
): Promise<void> {
  const refuse = (reason: string) =>
    post({ switchboardAction: 'error', messageId, error: `[superset] Method "${method}" ${reason}` })
  if (!run) return refuse('is not defined')
  try {
    // Throws for a result that cannot be cloned, too.
    post({ switchboardAction: 'reply', messageId, result: await run(args) })
  } catch {
    refuse('threw an error')
  }
}

/** The calls to the host that wait for its answer. */
function createPendingCalls() {
  const pending = new Map<string, PendingCall>()
  let count = 0
  return {
    start(send: (messageId: string) => void): Promise<unknown> {
      return new Promise((resolve, reject) => {
        const messageId = `page-${++count}`
        pending.set(messageId, { resolve, reject })
        send(messageId)
      })
    },
    /** Removes a call, so that only its first answer counts. */
    settle(messageId: string): PendingCall | undefined {
      const call = pending.get(messageId)
      pending.delete(messageId)
      return call
    },
    rejectAll(error: Error): void {
      for (const { reject } of pending.values()) reject(error)
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
