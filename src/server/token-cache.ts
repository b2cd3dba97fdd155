/**
 * Shares minted tokens between instances of the app, so that a viewer costs the issuer one mint for all of them.
 *
 * 1. A reader of the store learns nothing: entries are encrypted, and their names are keyed hashes.
 * 2. A writer to the store can only make entries useless. Each entry is sealed under its name, which is a hash of the
 *    issuer, the grant and the dashboards, so a token cannot take the place of another viewer's or issuer's token.
 * 3. Nothing depends on the store: when it is down or slow, it is skipped.
 */

import { GuestpassError } from '../core/errors'
import { createBypass } from './bypass'
import type { MintedToken } from './issuer'
import { invalid } from './options'
import { createSeals, type Seal, type Seals } from './seal'
import { nameOf } from './upstream'

/** A cache that all instances of an app share. */
export interface TokenCacheOptions {
  /** A Keyv, or whatever has these two of its methods. */
  readonly store: TokenStore
  /** Encrypt the entries, 32 characters or more each: the newest first, then older ones while they are replaced. */
  readonly secrets: readonly [string, ...string[]]
}

/** A store that instances share, such as a Keyv. It only receives ciphertext. */
export interface TokenStore {
  /** Resolves with what was set, until its time is over. */
  get(key: string): Promise<unknown>
  /** Keeps a text for `ttlMs` milliseconds. */
  set(key: string, value: string, ttlMs: number): Promise<unknown>
}

/** Resolves with the token that is kept for this key, or with a new token. With `fresh` the token is always new. */
export type TokenCache = (
  key: string,
  fresh: boolean,
  mint: () => Promise<MintedToken>,
) => Promise<MintedToken>

interface Entry extends MintedToken {
  /** By the wall clock of the instance that minted. */
  readonly mintedAtMs: number
}

/** A page refuses a token that ends sooner. */
const MIN_REST_SECONDS = 20
/** A token travels in a header, so it has 16 kB at most. An entry that is longer was not written here. */
const MAX_ENTRY_CHARACTERS = 65_536
/** An entry from further in the future was made by a clock that is wrong. */
const MAX_CLOCK_SKEW_SECONDS = 5

/** @throws {GuestpassError} `option-invalid` */
export function createTokenCache(
  { store, secrets }: TokenCacheOptions,
  onOutage: (error: GuestpassError) => void,
): TokenCache {
  if (typeof store?.get !== 'function' || typeof store.set !== 'function') {
    throw invalid('cache.store is missing: give a Keyv.')
  }
  const seals = createSeals(secrets)
  const bypassing = createBypass((cause) =>
    onOutage(
      new GuestpassError('cache-unavailable', `The token cache fails (${nameOf(cause)}): minting goes on.`),
    ),
  )

  async function read(seal: Seal, key: string): Promise<MintedToken | undefined> {
    const name = await seal.nameOf(key)
    const sealed = await bypassing(() => store.get(name))
    const isReadable = typeof sealed === 'string' && sealed.length <= MAX_ENTRY_CHARACTERS
    const entry = isReadable ? await seal.open(name, sealed) : undefined
    return entry === undefined ? undefined : whatIsLeft(entry as Entry)
  }

  async function write([seal]: Seals, key: string, entry: Entry): Promise<void> {
    const ttlMs = Math.floor(usableSeconds(entry) * 1000)
    if (ttlMs <= 0) return
    const name = await seal.nameOf(key)
    const sealed = await seal.close(name, entry)
    await bypassing(async () => {
      // A Keyv returns false for a failure, unless it is configured to throw.
      if ((await store.set(name, sealed, ttlMs)) === false) throw new Error('set answered false')
    })
  }

  return async (key, fresh, mint) => {
    const ring = await seals()
    if (!fresh) {
      const found = await Promise.all(ring.map((seal) => read(seal, key)))
      const kept = found.find((entry) => entry !== undefined)
      if (kept) return kept
    }
    // Before the issuer is asked: the age may be overestimated, and never the other way round.
    const mintedAtMs = Date.now()
    const minted = await mint()
    await write(ring, key, { ...minted, mintedAtMs })
    return minted
  }
}

/** The age up to which a token is handed out again: half of its life. */
function usableSeconds({ expiresInSeconds }: Entry): number {
  return Math.min(expiresInSeconds / 2, expiresInSeconds - MIN_REST_SECONDS)
}

function whatIsLeft(entry: Entry): MintedToken | undefined {
  const ageSeconds = (Date.now() - entry.mintedAtMs) / 1000
  if (ageSeconds < -MAX_CLOCK_SKEW_SECONDS || ageSeconds >= usableSeconds(entry)) return undefined
  return {
    token: entry.token,
    expiresInSeconds: Math.floor(entry.expiresInSeconds - Math.max(0, ageSeconds)),
  }
}
