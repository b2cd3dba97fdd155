import { GuestpassError } from '../../core/errors'
import { createFingerprint } from '../fingerprint'
import { type PresetGrant, parsePresetGrant } from '../grant'
import type { Issuer } from '../issuer'
import { checkedText, checkNames, type OptionName } from '../options'
import { readRsaPrivateKey } from '../rsa-private-key'
import { checkedLifetime, signGuestToken } from '../sign-guest-token'
import { encodedBytes, shareOutBySize, supersetClaims } from '../superset-claims'
import { createViewerHash } from '../viewer-hash'
import { enableDrilling, type PresetDomain, type PresetRegion, workspaceDomain } from './preset'

/** How to sign tokens for Preset with a key of the team's. */
export type PresetJwtOptions = PresetJwtBase & (PresetRegion | PresetDomain)

/** @inline */
interface PresetJwtBase {
  /** The RSA private key as PEM, PKCS#1 or PKCS#8, of 2,048 bits or more. */
  readonly privateKey: string
  /** What Preset calls Key Id, where the public key was pasted. */
  readonly keyId: string
  /** The first part of the workspace's address, `https://<workspace>.<region>.app.preset.io`. */
  readonly workspace: string
  /** From 20 seconds. @default 300 */
  readonly lifetimeSeconds?: number
}

/** Header and registered claims, without the key id and the signature. */
const OVERHEAD_BYTES = 400

const OPTIONS: Readonly<Record<OptionName<PresetJwtOptions>, true>> = {
  privateKey: true,
  keyId: true,
  workspace: true,
  region: true,
  domain: true,
  lifetimeSeconds: true,
}

/**
 * Signs guest tokens with a key pair whose public half Preset knows, without asking Preset.
 *
 * @throws {GuestpassError} `option-invalid`
 */
export function presetJwt(options: PresetJwtOptions): Issuer<PresetGrant> {
  checkNames('presetJwt', options, OPTIONS)
  const { workspace } = options
  const domain = workspaceDomain(workspace, options)
  const { pkcs8, modulusBits } = readRsaPrivateKey('privateKey', options.privateKey)
  const keyId = checkedText('keyId', options.keyId, 'it is shown where the public key was pasted.')
  const lifetimeSeconds = checkedLifetime(options.lifetimeSeconds ?? 300)
  const keyText = pkcs8.join()
  const usernameOf = createViewerHash(keyText)
  const overheadBytes = OVERHEAD_BYTES + encodedBytes([keyId, workspace]) + Math.ceil(modulusBits / 6)
  let key: Promise<CryptoKey> | undefined

  return {
    platform: 'superset',
    domain,
    fingerprint: createFingerprint('presetJwt', keyText, { keyId, workspace, domain, lifetimeSeconds }),
    parseGrant: parsePresetGrant,
    shareOut: (grant, dashboards) => shareOutBySize(grant, dashboards, overheadBytes),
    async mint(grant, dashboards) {
      // Not before: a worker has no cryptography while it starts.
      key ??= importKey(pkcs8)
      const imported = await key
      const claims = await supersetClaims(grant, dashboards, usernameOf)
      return signGuestToken(
        { ...claims, ...enableDrilling(grant) },
        { header: { alg: 'RS256', kid: keyId }, key: imported, audience: workspace, lifetimeSeconds },
      )
    },
  }
}

async function importKey(pkcs8: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  try {
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    return await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign'])
  } catch {
    throw new GuestpassError('issuer-refused', 'privateKey is damaged: WebCrypto does not take it.')
  }
}
