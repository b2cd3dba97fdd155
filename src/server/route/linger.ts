/**
 * The time between a reply that ends its connection and that end, in milliseconds.
 *
 * A socket that is closed with unread data resets the connection, and then a client that is still sending can lose a
 * reply that it has not read (RFC 9112, section 9.6). While nothing is read, such a client has to stop and read.
 */
export const LINGER_MS = 2_000

/** A body that is sent at once, and that keeps the response open for a while. Its length has to be in a header. */
export function lingeringBody(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  let lingering: ReturnType<typeof setTimeout>
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes)
      lingering = setTimeout(() => controller.close(), LINGER_MS)
    },
    cancel: () => clearTimeout(lingering),
  })
}
