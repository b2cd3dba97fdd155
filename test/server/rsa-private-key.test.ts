import { createPrivateKey, generateKeyPairSync, randomInt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readRsaPrivateKey } from '../../src/server/rsa-private-key'
import { generateRsaKey } from '../helpers/rsa-key'

const key = generateRsaKey()
const der = (pem: string) => createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' })

describe('a key is read', () => {
  test.each([
    ['PKCS#1', key.pkcs1],
    ['PKCS#8', key.pkcs8],
    ['PKCS#1 with Windows line ends', key.pkcs1.replaceAll('\n', '\r\n')],
    ['PKCS#8 on one line, as an environment variable has it', key.pkcs8.trim().replaceAll('\n', '\\n')],
    ['PKCS#1 with something around it', `Bag Attributes\n  name: x\n${key.pkcs1}\n\n`],
  ])('from %s, as PKCS#8', (_form, pem) => {
    const { pkcs8, modulusBits } = readRsaPrivateKey('privateKey', pem)
    expect(Buffer.from(pkcs8).equals(der(key.pkcs8))).toBe(true)
    expect(modulusBits).toBe(2_048)
  })

  // Two primes of that size take a while to find.
  test.each([3_072])('of %i bits', { timeout: 60_000 }, (bits) => {
    const { pkcs1 } = generateRsaKey(bits)
    const { pkcs8, modulusBits } = readRsaPrivateKey('privateKey', pkcs1)
    expect(Buffer.from(pkcs8).equals(der(pkcs1))).toBe(true)
    expect(modulusBits).toBe(bits)
  })
})

describe('is refused with a message that does not contain the key', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2_048 }).privateKey
  const lines = key.pkcs8.split('\n')

  test.each([
    ['nothing', undefined, 'missing'],
    ['a file name', '/run/secrets/private.pem', 'not PEM'],
    ['a public key', key.spki, 'PUBLIC KEY'],
    ['an encrypted key', key.encrypted, 'encrypted'],
    ['an encrypted key of old', key.pkcs1.replace('-----\n', '-----\nProc-Type: 4,ENCRYPTED\n'), 'encrypted'],
    ['an EC key', ec.export({ type: 'sec1', format: 'pem' }), 'EC PRIVATE KEY'],
    ['an EC key in PKCS#8', ec.export({ type: 'pkcs8', format: 'pem' }), 'not an RSA key'],
    ['a PSS key', pss.export({ type: 'pkcs8', format: 'pem' }), 'not an RSA key'],
    ['a short key', generateRsaKey(1_024).pkcs1, '1024 bits'],
    ['half a key', [...lines.slice(0, 9), ...lines.slice(-2)].join('\n'), 'damaged'],
    ['a key that is not base64', key.pkcs8.replace(/[A-Z]{2}/g, '%%'), 'PEM'],
    ['an empty key', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----', 'damaged'],
  ])('%s', (_what, pem, words) => {
    const read = () => readRsaPrivateKey('privateKey', pem)
    expect(read).toThrow(
      expect.objectContaining({ code: 'option-invalid', message: expect.stringContaining(words) }),
    )
    expect(read).not.toThrow(lines[3])
  })

  test('any bytes are a key or an error with a message', () => {
    const bytes = der(key.pkcs8)
    for (let run = 0; run < 500; run++) {
      const broken = Buffer.from(bytes)
      for (let count = 0; count < 3; count++) broken[randomInt(40)] = randomInt(256)
      const pem = `-----BEGIN PRIVATE KEY-----\n${broken.toString('base64')}\n-----END PRIVATE KEY-----`
      try {
        readRsaPrivateKey('privateKey', pem)
      } catch (error) {
        expect(error).toMatchObject({ code: 'option-invalid' })
      }
    }
  })
})
