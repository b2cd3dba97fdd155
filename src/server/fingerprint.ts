/**
 * Names an issuer by everything that its tokens depend on besides the grant, so that two issuers never exchange tokens.
 *
 * 1. The fingerprint is an HMAC of the issuer's public options. Its key is derived from the issuer's secret, so the
 *    fingerprint changes with each option and with the secret, and it does not contain either.
 * 2. A person can choose a password that others guess, and an HMAC is fast to try. The fingerprint therefore never
 *    leaves the server's memory: it is one part of a mint's key, and a cache stores that key as a keyed hash under
 *    `cache.secrets` (seal.ts). A reader of the store cannot test a guess without one of those secrets.
 */

/** The options of an issuer that change its tokens and are not secret, by name. */
export type FingerprintOptions = Readonly<Record<string, string | number>>

/**
 * @param kind the issuer's factory
 * @param secret the password or key; a function where it is only known later
 */
export function createFingerprint(
  kind: string,
  secret: string | (() => string),
  options: FingerprintOptions,
): () => Promise<string> {
  let fingerprint: Promise<string> | undefined
  return () => {
    // A worker has neither cryptography nor random numbers while it starts.
    fingerprint ??= hash(
      typeof secret === 'string' ? secret : secret(),
      JSON.stringify([PURPOSE, kind, options]),
    )
    return fingerprint
  }
}

const PURPOSE = 'guestpass issuer 1'

async function hash(secret: string, text: string): Promise<string> {
  // HMAC pads a short key with zeros and UTF-8 has one form for all lone surrogates: neither may make two secrets equal.
  const digest = await crypto.subtle.digest('SHA-256', encode(JSON.stringify(secret)))
  const key = await crypto.subtle.importKey('raw', digest, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, encode(text)))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
