/**
 * RSA private keys come in two forms of PEM. WebCrypto takes only PKCS#8, and `openssl genrsa` wrote PKCS#1 for
 * many years, so what is inside is read here and, whichever it was, wrapped as PKCS#8:
 *
 *     PKCS#8:  SEQUENCE { INTEGER 0, SEQUENCE { OID rsaEncryption, NULL }, OCTET STRING { PKCS#1 } }
 *     PKCS#1:  SEQUENCE { INTEGER 0, INTEGER modulus, … }
 */

import { invalid } from './options'

export interface RsaPrivateKey {
  readonly pkcs8: Uint8Array<ArrayBuffer>
  readonly modulusBits: number
}

/** What RS256 asks for. */
const MIN_MODULUS_BITS = 2_048
const SEQUENCE = 0x30
const INTEGER = 0x02
const OCTET_STRING = 0x04
const VERSION_0 = [INTEGER, 1, 0]
const RSA_IDENTIFIER = [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1]
const RSA_ENCRYPTION = [SEQUENCE, 13, ...RSA_IDENTIFIER, 0x05, 0]

/** @throws {GuestpassError} `option-invalid`, with nothing of the key in it. */
export function readRsaPrivateKey(name: string, value: unknown): RsaPrivateKey {
  if (typeof value !== 'string' || value === '') throw invalid(`${name} is missing: give it as PEM.`)
  // In an environment variable line ends are often written as \n.
  const pem = /-----BEGIN ([A-Z ]+)-----(.*?)-----END \1-----/s.exec(value.replaceAll('\\n', '\n'))
  const [, label, text = ''] = pem ?? []
  if (label === undefined) throw invalid(`${name} is not PEM: it begins with -----BEGIN PRIVATE KEY-----.`)
  if (label.includes('ENCRYPTED') || text.includes('ENCRYPTED')) {
    throw invalid(`${name} is encrypted: decrypt it first, as with openssl pkcs8 -topk8 -nocrypt.`)
  }
  if (label !== 'PRIVATE KEY' && label !== 'RSA PRIVATE KEY') {
    throw invalid(`${name} is a ${label}: give the RSA private key that the public one was made from.`)
  }
  const pkcs1 = parse(name, text, label)
  const modulusBits = bitsOf(pkcs1.modulus)
  if (modulusBits < MIN_MODULUS_BITS) {
    throw invalid(`${name} has ${modulusBits} bits, and RS256 needs ${MIN_MODULUS_BITS}.`)
  }
  const inside = [...VERSION_0, ...RSA_ENCRYPTION, ...element(OCTET_STRING, pkcs1.bytes)]
  return { pkcs8: Uint8Array.from(element(SEQUENCE, inside)), modulusBits }
}

function parse(name: string, text: string, label: string) {
  try {
    const bytes = Uint8Array.from(atob(text.replace(/\s/g, '')), (letter) => letter.charCodeAt(0))
    const pkcs1 = label === 'RSA PRIVATE KEY' ? bytes : unwrap(bytes)
    const version = take(take(pkcs1, SEQUENCE).content, INTEGER)
    return { bytes: pkcs1, modulus: take(version.rest, INTEGER).content }
  } catch {
    throw invalid(`${name} is damaged, or not an RSA key.`)
  }
}

function unwrap(pkcs8: Uint8Array): Uint8Array {
  const version = take(take(pkcs8, SEQUENCE).content, INTEGER)
  const algorithm = take(version.rest, SEQUENCE)
  const identifier = algorithm.content.subarray(0, RSA_IDENTIFIER.length)
  if (identifier.join() !== RSA_IDENTIFIER.join()) throw new Error('another algorithm')
  return take(algorithm.rest, OCTET_STRING).content
}

/** Reads the DER element at the beginning of the bytes: its content, and the bytes after it. Throws when the element has another tag, or is cut off. */
function take(bytes: Uint8Array, tag: number): { readonly content: Uint8Array; readonly rest: Uint8Array } {
  const [first, short = 0] = bytes
  // From 0x80 on, the byte contains the number of bytes of the length.
  const lengthBytes = short < 0x80 ? [] : Array.from(bytes.subarray(2, 2 + short - 0x80))
  const length = short < 0x80 ? short : lengthBytes.reduce((sum, byte) => sum * 0x100 + byte, 0)
  const start = 2 + lengthBytes.length
  if (first !== tag || bytes.length < start + length) throw new Error('another element')
  return { content: bytes.subarray(start, start + length), rest: bytes.subarray(start + length) }
}

function element(tag: number, content: ArrayLike<number>): readonly number[] {
  const { length } = content
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff]
  return [tag, ...size, ...Array.from(content)]
}

function bitsOf(integer: Uint8Array): number {
  const start = integer.findIndex((byte) => byte !== 0)
  const lead = integer[start]
  return lead === undefined ? 0 : (integer.length - start) * 8 - (Math.clz32(lead) - 24)
}
