import { generateKeyPairSync } from 'node:crypto'

/** A key pair as `openssl genrsa` and `openssl genpkey` write it: the private key in both forms. */
export function generateRsaKey(modulusLength = 2_048) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength })
  return {
    pkcs1: privateKey.export({ type: 'pkcs1', format: 'pem' }) as string,
    pkcs8: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    spki: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    encrypted: privateKey.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'hunter2',
    }) as string,
  }
}
