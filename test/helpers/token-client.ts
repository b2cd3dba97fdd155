import { expect } from 'vitest'
import { openConnection, type RawConnection, type RawResponse } from './raw-connection'
import { type SentBody, textBody } from './request-bodies'

export const JSON_TYPE = 'content-type: application/json'
/** A body that the route of `connectionApp` answers with a token. */
export const GOOD_BODY = JSON.stringify({ dashboards: ['d1'] })

export interface SentRequest {
  /** @default 'POST' */
  readonly method?: string
  /** @default JSON */
  readonly headers?: readonly string[]
  readonly body: SentBody
}

/** A client of a token route that sees what becomes of its connections. */
export class TokenClient {
  readonly #port: number
  readonly #path: string
  readonly #patienceMs: number

  /** `patienceMs` is the time after which silence of the server is a failure. */
  constructor(port: number, path: string, patienceMs: number) {
    this.#port = port
    this.#path = path
    this.#patienceMs = patienceMs
  }

  open(): Promise<RawConnection> {
    return openConnection(this.#port, this.#patienceMs)
  }

  headOf({ method = 'POST', headers = [JSON_TYPE], body }: SentRequest): string {
    const lines = [`${method} ${this.#path} HTTP/1.1`, 'host: app.example.com', body.framing, ...headers]
    return `${lines.join('\r\n')}\r\n\r\n`
  }

  /** Sends a request. A body that does not end goes on while its response arrives. */
  async send(connection: RawConnection, request: SentRequest): Promise<void> {
    await connection.write(this.headOf(request))
    const sending = request.body.send(connection)
    if (request.body.ends) await sending
  }

  async ask(connection: RawConnection, request: SentRequest): Promise<RawResponse> {
    await this.send(connection, request)
    return connection.response()
  }

  /** Sends a request on a new connection, expects a status, and checks the connection afterwards. */
  async expectStatus(request: SentRequest, status: number): Promise<RawResponse> {
    const connection = await this.open()
    try {
      const reply = await this.ask(connection, request)
      expect(reply.status).toBe(status)
      await this.expectUsableOrClosed(connection, reply, request.body)
      return reply
    } finally {
      connection.destroy()
    }
  }

  async expectRefusal(request: SentRequest, status: number, code: string): Promise<void> {
    const { headers, body } = await this.expectStatus(request, status)
    expect(JSON.parse(body)).toEqual({ code, message: expect.any(String) })
    if (!request.body.ends) expect(headers['connection']).toBe('close')
  }

  /**
   * After a reply the connection answers the next request, or the server has announced and done its end. Without the
   * announcement a proxy sends the request of another visitor into a dead connection.
   */
  async expectUsableOrClosed(connection: RawConnection, reply: RawResponse, body: SentBody): Promise<void> {
    if (reply.headers['connection'] === 'close') return connection.closed()
    expect(body.ends, 'the connection stays open after a body that never ends').toBe(true)
    const next = await this.ask(connection, { body: textBody(GOOD_BODY) })
    expect(next.status).toBe(200)
    expect(JSON.parse(next.body).tokens).toHaveLength(1)
  }
}
