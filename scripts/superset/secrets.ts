import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'

import type { Installation } from './paths.ts'

/** Made once per installation; `superset_config.py` and `seed.py` read the same file. */
export interface Secrets {
  readonly adminUsername: string
  readonly adminPassword: string
  readonly secretKey: string
  readonly guestTokenSecret: string
  readonly guestTokenAudience: string
}

export async function writeSecrets({ secretsFile }: Installation): Promise<void> {
  const secrets: Secrets = {
    adminUsername: 'admin',
    adminPassword: randomBytes(18).toString('base64url'),
    secretKey: randomBytes(42).toString('base64url'),
    guestTokenSecret: randomBytes(42).toString('base64url'),
    guestTokenAudience: `guestpass-${randomBytes(6).toString('hex')}`,
  }
  await writeFile(secretsFile, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
}

export async function readSecrets({ secretsFile }: Installation): Promise<Secrets> {
  return JSON.parse(await readFile(secretsFile, 'utf8')) as Secrets
}
