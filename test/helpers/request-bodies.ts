import { setTimeout as sleep } from 'node:timers/promises'
import type { RawConnection } from './raw-connection'

/** A body on its way over a raw connection. */
export interface SentBody {
  /** The header that announces it. */
  readonly framing: string
  /** Resolves when the whole body is sent, or when the server has closed the connection. */
  send(connection: RawConnection): Promise<void>
  /** False if no other request can follow on the connection. */
  readonly ends: boolean
}

export function textBody(text: string): SentBody {
  return {
    framing: `content-length: ${Buffer.byteLength(text)}`,
    send: (connection) => connection.write(text),
    ends: true,
  }
}

export const sizedBody = (bytes: number): SentBody => textBody('x'.repeat(bytes))

export function chunkedBody(kilobytes: number): SentBody {
  const chunk = `3e8\r\n${'x'.repeat(1_000)}\r\n`
  return {
    framing: 'transfer-encoding: chunked',
    async send(connection) {
      for (let count = 0; count < kilobytes && !connection.isClosed; count++) await connection.write(chunk)
      await connection.write('0\r\n\r\n')
    },
    ends: true,
  }
}

/** As fast as the server takes it, until the server closes the connection. */
export const ENDLESS: SentBody = {
  framing: 'transfer-encoding: chunked',
  async send(connection) {
    const chunk = `fa00\r\n${'x'.repeat(64_000)}\r\n`
    while (!connection.isClosed) await connection.write(chunk)
  },
  ends: false,
}

/** A byte every 20 ms, until the server closes the connection. */
export const TRICKLING: SentBody = {
  framing: 'content-length: 99999',
  async send(connection) {
    while (!connection.isClosed) {
      await connection.write(' ')
      await sleep(20)
    }
  },
  ends: false,
}

/** Some bytes, and then nothing. */
export const STALLED: SentBody = {
  framing: 'content-length: 999',
  send: (connection) => connection.write('{"dash'),
  ends: false,
}

export const EMPTY_BODIES = [['0 B', sizedBody(0)]] as const

export const LARGE_BODIES = [
  ['20 kB', sizedBody(20_000)],
  ['200 kB', sizedBody(200_000)],
  ['5 MB', sizedBody(5_000_000)],
  ['20 kB in chunks', chunkedBody(20)],
  ['200 kB in chunks', chunkedBody(200)],
  ['5 MB in chunks', chunkedBody(5_000)],
  ['an endless body', ENDLESS],
] as const

export const SLOW_BODIES = [
  ['a trickling body', TRICKLING],
  ['a stalled body', STALLED],
] as const
