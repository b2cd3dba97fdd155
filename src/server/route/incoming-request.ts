import { GuestpassError } from '../../core/errors'

/** A request as any framework can describe it, before anything of it is trusted. */
export interface IncomingRequest {
  readonly method: string
  /** The path with its query, or the whole address. In Express it begins after the path at which the route is mounted. */
  readonly target: string
  /** The value of a header. Repeated headers are joined with `, `, so that no check sees only the first. */
  header(name: string): string | undefined
  /** The address under which the app was requested, as far as the framework knows it. */
  address(): AppAddress
  readonly body: RequestBody
}

/** The address under which an app was requested. */
export interface AppAddress {
  /** The `Host` header, or what a trusted proxy reports in its place, with its port: `app.example.com:8443`. */
  readonly host: string
  /** True if the app knows that it is requested by HTTPS. An app behind a proxy often does not know, and then it is false. */
  readonly isHttps: boolean
}

/** The body of a request, in whatever form the framework has it. */
export interface RequestBody {
  /**
   * Calls `onChunk` for each chunk and resolves at the end of the body. It also resolves, without the end, as soon as
   * `signal` is aborted. Throws `ClientLeft` if the client breaks off, and `request-invalid` if something else has
   * consumed the body.
   */
  read(onChunk: (chunk: Uint8Array) => void, signal: AbortSignal): Promise<void>
}

/** Thrown when the client breaks off in the middle of its request, so that it does not receive the answer. */
export class ClientLeft extends GuestpassError {
  constructor() {
    super('request-invalid', 'The request broke off before the end of its body.')
  }
}
