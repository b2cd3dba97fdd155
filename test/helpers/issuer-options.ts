/**
 * Every option of every issuer, with another value for it. The types fail to compile when an issuer gets an option that
 * is not listed here.
 */

import { SignJWT } from 'jose'
import {
  type EmbeddableApiOptions,
  type EmbeddableGrant,
  embeddableApi,
  type Issuer,
  type PresetApiOptions,
  type PresetJwtOptions,
  presetApi,
  presetJwt,
  type SupersetApiOptions,
  type SupersetGrant,
  type SupersetJwtOptions,
  supersetApi,
  supersetJwt,
} from '../../src/server'
import { generateRsaKey } from './rsa-key'

/** One issuer, with the options of its first and second version. */
export interface IssuerCase {
  readonly name: string
  /** The first version. A new call makes another instance with the same options. */
  make(): AnyIssuer
  /** The second versions, each with one other option. */
  readonly changes: readonly Change[]
  /** The option that is replaced when the secret is rotated. */
  readonly secret: string
  readonly grant: SupersetGrant | EmbeddableGrant
}

// biome-ignore lint/suspicious/noExplicitAny: each issuer has a grant of its own
export type AnyIssuer = Issuer<any>

export interface Change {
  readonly option: string
  make(): AnyIssuer
}

/** Another value of an option, or the reason why no token depends on the option. */
type Other<T> = { readonly to: T } | { readonly irrelevant: string }

/** Of each member of a union, not only of what they have in common. */
type KeyOf<Options> = Options extends unknown ? keyof Options : never
type ValueOf<Options, K> = Options extends unknown ? (K extends keyof Options ? Options[K] : never) : never

type Others<Options> = { readonly [K in KeyOf<Options>]-?: Other<NonNullable<ValueOf<Options, K>>> }

/** A function cannot be compared. It has to lead to the same API. */
const FETCH = { irrelevant: 'fetch is the way to the API, and the API has the address in url' } as const

/** A token does not depend on the name of its header. */
const HEADER = { irrelevant: 'guestTokenHeader is used to load rows, and not to mint' } as const

const SUPERSET_GRANT: SupersetGrant = { viewer: 'ana', dashboards: ['d1'], rls: [{ clause: 'org = 7' }] }
const EMBEDDABLE_GRANT: EmbeddableGrant = { viewer: 'ana', dashboards: ['d1'], securityContext: { org: 7 } }

type OwnLogin = Extract<SupersetApiOptions, { readonly accessToken: unknown }>
/** Another way to sign in would be here too, and its options would have to be listed. */
type PasswordLogin = Exclude<SupersetApiOptions, OwnLogin>
export function issuerCases(): readonly IssuerCase[] {
  const keys = [generateRsaKey(), generateRsaKey()] as const
  const account = { url: 'https://bi.example.com', fetch: answerAsApi }
  const workspace = { workspace: 'e5f6a7b8', region: 'us2a' }
  return [
    caseOf<SupersetJwtOptions>(
      'supersetJwt',
      supersetJwt,
      { url: 'https://bi.example.com', secret: 'the-first-guest-secret-of-this-test', audience: 'first' },
      {
        url: { to: 'https://bi.example.com/other' },
        secret: { to: 'the-second-guest-secret-of-this-test' },
        audience: { to: 'second' },
        lifetimeSeconds: { to: 60 },
        algorithm: { to: 'HS512' },
        guestTokenHeader: HEADER,
      },
      'secret',
      SUPERSET_GRANT,
    ),
    caseOf<PasswordLogin>(
      'supersetApi with a password',
      supersetApi,
      { ...account, username: 'minter', password: 'the-first-password' },
      {
        url: { to: 'https://bi.example.com/other' },
        domain: { to: 'https://dashboards.example.com' },
        username: { to: 'other-minter' },
        password: { to: 'the-second-password' },
        provider: { to: 'ldap' },
        guestTokenHeader: HEADER,
        fetch: FETCH,
      },
      'password',
      SUPERSET_GRANT,
    ),
    caseOf<OwnLogin>(
      'supersetApi with accessToken',
      supersetApi,
      { ...account, accessToken: async () => 'the-first-access-token', account: 'first' },
      {
        url: { to: 'https://bi.example.com/other' },
        domain: { to: 'https://dashboards.example.com' },
        accessToken: { irrelevant: 'account names the account that the function signs in' },
        account: { to: 'second' },
        guestTokenHeader: HEADER,
        fetch: FETCH,
      },
      'account',
      SUPERSET_GRANT,
    ),
    caseOf<PresetJwtOptions>(
      'presetJwt',
      presetJwt,
      { ...workspace, privateKey: keys[0].pkcs8, keyId: 'first' },
      {
        privateKey: { to: keys[1].pkcs8 },
        keyId: { to: 'second' },
        workspace: { to: 'a1b2c3d4' },
        region: { to: 'eu5a' },
        domain: { to: 'https://analytics.example.com' },
        lifetimeSeconds: { to: 60 },
      },
      'privateKey',
      SUPERSET_GRANT,
    ),
    caseOf<PresetApiOptions>(
      'presetApi',
      presetApi,
      { ...workspace, team: 'a1b2c3d4', name: 'first', secret: 'the-first-secret', fetch: answerAsApi },
      {
        team: { to: 'c3d4e5f6' },
        workspace: { to: 'a1b2c3d4' },
        region: { to: 'eu5a' },
        name: { to: 'second' },
        secret: { to: 'the-second-secret' },
        domain: { to: 'https://analytics.example.com' },
        url: { to: 'https://manage.app.preset.io/api/v1' },
        fetch: FETCH,
      },
      'secret',
      SUPERSET_GRANT,
    ),
    caseOf<EmbeddableApiOptions>(
      'embeddableApi',
      embeddableApi,
      { apiKey: 'the-first-api-key', region: 'us', fetch: answerAsApi },
      {
        apiKey: { to: 'the-second-api-key' },
        region: { to: 'eu' },
        savedVersion: { to: 'staging' },
        lifetimeSeconds: { to: 60 },
        url: { to: 'https://embeddable.example.com' },
        scriptUrl: { to: 'https://embed.example.com/script.js' },
        fetch: FETCH,
      },
      'apiKey',
      EMBEDDABLE_GRANT,
    ),
  ]
}

function caseOf<Options extends object>(
  name: string,
  factory: (options: Options) => AnyIssuer,
  first: Options,
  others: Others<Options>,
  secret: KeyOf<Options> & string,
  grant: IssuerCase['grant'],
): IssuerCase {
  const changes = Object.entries<Other<unknown>>(others).flatMap(([option, other]) =>
    'to' in other ? [{ option, make: () => factory({ ...first, [option]: other.to }) }] : [],
  )
  return { name, make: () => factory(first), changes, secret, grant }
}

/** Superset's, Preset's and Embeddable's API, as far as a mint needs them. No two tokens are equal. */
async function answerAsApi(input: unknown): Promise<Response> {
  const path = new URL(String(input)).pathname
  if (path.endsWith('/csrf_token/')) return Response.json({ result: 'csrf-token' })
  const key = new TextEncoder().encode('the-key-of-an-api-that-signs-its-tokens')
  const token = await new SignJWT({ jti: crypto.randomUUID() })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime('300 seconds')
    .sign(key)
  const fields = { token, access_token: token }
  return Response.json({ ...fields, payload: fields })
}
