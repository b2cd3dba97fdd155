import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface RawResponse {
  readonly status: number
  /** By name in small letters. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** One connection, written and read byte by byte: an agent would hide what happens to the connection. */
export interface RawConnection {
  /** Resolves when the bytes are handed to the system, or when the connection is closed. */
  write(data: string | Uint8Array): Promise<void>
  /** The next whole response. Rejects if the connection ends before, or if nothing comes for `patienceMs`. */
  response(): Promise<RawResponse>
  /** Resolves when the other side has closed the connection. Rejects after `patienceMs`. */
  closed(): Promise<void>
  readonly isClosed: boolean
  destroy(): void
}

export async function openConnection(port: number, patienceMs: number): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1')
  let received: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk])
  })
  // A reset is a way to close.
  socket.on('error', () => {})
  await once(socket, 'connect')

  return {
    write: (data) => write(socket, data),
    async response() {
      const deadline = Date.now() + patienceMs
      while (true) {
        const [response, remains] = takeResponse(received)
        received = remains
        if (response && response.status >= 200) return response
        if (response) continue
        if (socket.closed) throw new Error(`closed before a whole response: ${received.toString('latin1')}`)
        if (Date.now() >= deadline) throw new Error(`no whole response: ${received.toString('latin1')}`)
        await news(socket, deadline - Date.now())
      }
    },
    async closed() {
      const deadline = Date.now() + patienceMs
      while (!socket.closed) {
        if (Date.now() >= deadline) throw new Error('the connection is still open')
        await news(socket, deadline - Date.now())
      }
    },
    get isClosed() {
      return socket.closed
    },
    destroy: () => socket.destroy(),
  }
}

function write(socket: Socket, data: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed || socket.destroyed) return resolve()
    socket.once('close', resolve)
    socket.write(data, () => {
      socket.off('close', resolve)
      resolve()
    })
  })
}

/** Resolves when bytes have come, when the connection has ended, or when the time is up. */
function news(socket: Socket, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(wake, ms)
    function wake() {
      clearTimeout(timer)
      socket.off('data', wake).off('close', wake)
      resolve()
    }
    socket.on('data', wake).on('close', wake)
  })
}

/** The first response in some bytes, if it is whole, and the bytes after it. */
function takeResponse(bytes: Buffer): readonly [RawResponse | undefined, Buffer] {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return [undefined, bytes]
  const [statusLine = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n')
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1])
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const after = bytes.subarray(headEnd + 4)
  const [body, remains] = status < 200 ? ['', after] : takeBody(headers, after)
  return body === undefined ? [undefined, bytes] : [{ status, headers, body }, remains]
}

function takeBody(
  headers: Readonly<Record<string, string>>,
  bytes: Buffer,
): readonly [string | undefined, Buffer] {
  if (headers['transfer-encoding'] === 'chunked') return takeChunks(bytes)
  const length = Number(headers['content-length'] ?? 0)
  if (bytes.length < length) return [undefined, bytes]
  return [bytes.subarray(0, length).toString(), bytes.subarray(length)]
}

function takeChunks(bytes: Buffer): readonly [string | undefined, Buffer] {
  let text = ''
  let at = 0
  while (true) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) return [undefined, bytes]
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16)
    const next = lineEnd + 2 + size + 2
    if (bytes.length < next) return [undefined, bytes]
    if (size === 0) return [text, bytes.subarray(next)]
    text += bytes.subarray(lineEnd + 2, lineEnd + 2 + size).toString()
    at = next
  }
}
