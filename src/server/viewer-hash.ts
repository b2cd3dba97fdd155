import { createHmacKey } from './hmac-key'

/** How many viewers are remembered. A viewer and the hash take about 150 bytes. */
const MAX_REMEMBERED = 10_000

/** Returns the username of a viewer. It is unique, and the person cannot be guessed from it. */
export type ViewerHash = (viewer: string) => Promise<string>

/**
 * A page renews its token every few minutes, so the hashes of the newest viewers are remembered: the cryptography of a
 * platform costs as much for a hash as for the signature of a token.
 *
 * @param secret the key of the hash; a function where it is only known later
 */
export function createViewerHash(secret: string | (() => string)): ViewerHash {
  const key = createHmacKey(secret)
  const remembered = new Map<string, string>()
  return async (viewer) => {
    const known = remembered.get(viewer)
    if (known) return known
    const hash = await hashOf(viewer, await key())
    remembered.set(viewer, hash)
    // A map lists its entries in the order in which they were added.
    const [oldest = ''] = remembered.keys()
    if (remembered.size > MAX_REMEMBERED) remembered.delete(oldest)
    return hash
  }
}

async function hashOf(viewer: string, key: CryptoKey): Promise<string> {
  const signed = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(viewer))
  const bytes = Array.from(new Uint8Array(signed, 0, 16), (byte) => byte.toString(16).padStart(2, '0'))
  return `guest-${bytes.join('')}`
}
