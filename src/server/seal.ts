import { CompactEncrypt, compactDecrypt } from 'jose'
import { invalid } from './options'

/** What one secret does to an entry of the cache. */
export interface Seal {
  /** The name of an entry in the store. It can be computed only with the secret, and the key cannot be guessed from it. */
  nameOf(key: string): Promise<string>
  /** Encrypts an entry as a compact JWE, with the name of the entry in the protected header. */
  close(name: string, content: object): Promise<string>
  /** Decrypts an entry that `close` encrypted under the same name. Returns `undefined` for everything else. */
  open(name: string, sealed: string): Promise<unknown>
}

const MIN_SECRET_LENGTH = 32

export type Seals = readonly [Seal, ...Seal[]]

/**
 * Checks the secrets at once and derives the keys when they are first asked for: a Worker may not while it loads.
 *
 * @throws {GuestpassError} `option-invalid`
 */
export function createSeals(secrets: readonly [string, ...string[]]): () => Promise<Seals> {
  const isGood = (secret: unknown) => typeof secret === 'string' && secret.length >= MIN_SECRET_LENGTH
  if (!Array.isArray(secrets) || secrets.length === 0 || !secrets.every(isGood)) {
    throw invalid(`cache.secrets is not a list of secrets of ${MIN_SECRET_LENGTH} characters or more.`)
  }
  const [newest, ...older] = secrets
  let seals: Promise<Seals> | undefined
  return () => {
    seals ??= Promise.all([createSeal(newest), ...older.map(createSeal)])
    return seals
  }
}

async function createSeal(secret: string): Promise<Seal> {
  const material = await crypto.subtle.importKey('raw', encode(secret), 'HKDF', false, ['deriveKey'])
  const derive = (purpose: string, algorithm: HmacKeyGenParams | AesKeyGenParams, usages: KeyUsage[]) =>
    crypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encode(`guestpass cache 1 ${purpose}`) },
      material,
      algorithm,
      false,
      usages,
    )
  const [names, contents] = await Promise.all([
    derive('names', { name: 'HMAC', hash: 'SHA-256', length: 256 }, ['sign']),
    derive('contents', { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt']),
  ])
  return {
    async nameOf(key) {
      const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', names, encode(key)))
      return `guestpass:${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
    },
    close: (name, content) =>
      new CompactEncrypt(encode(JSON.stringify(content)))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', name })
        .encrypt(contents),
    async open(name, sealed) {
      try {
        const { plaintext, protectedHeader } = await compactDecrypt(sealed, contents, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        })
        return protectedHeader['name'] === name ? JSON.parse(new TextDecoder().decode(plaintext)) : undefined
      } catch {
        return undefined
      }
    },
  }
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
