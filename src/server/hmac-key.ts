/**
 * Imports a secret once, which costs as much as signing with it; not before it is asked for, because a worker has
 * neither cryptography nor random numbers while it starts.
 */
export function createHmacKey(secret: string | (() => string), hash = 'SHA-256'): () => Promise<CryptoKey> {
  let key: Promise<CryptoKey> | undefined
  return () => {
    key ??= importKey(typeof secret === 'string' ? secret : secret(), hash)
    return key
  }
}

function importKey(secret: string, hash: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash }, false, [
    'sign',
  ])
}
