/**
 * A stand-in for Preset, which is not available here: it enforces every rule that Preset documents for its API and for
 * signed guest tokens. A test can replace its answers.
 */

import { createServer, type IncomingMessage } from 'node:http'
import { type CryptoKey, decodeProtectedHeader, importSPKI, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { listen } from '../../scripts/listen.ts'

export interface FakePreset {
  readonly team: string
  readonly workspace: string
  readonly region: string
  readonly name: string
  readonly secret: string
  readonly dashboards: readonly string[]
  /** Takes what is meant for Preset's API to this one, and nothing else. */
  readonly fetch: typeof globalThis.fetch
  /** The calls so far, by path. */
  readonly calls: string[]
  /** Answers in place of the rules, for as long as it returns something. */
  answerWith(answer: (path: string) => FakeAnswer | undefined): void
  /** Takes every access token back. */
  revokeAccess(): void
  /** Pastes a public key into the workspace's settings; returns its Key Id. */
  addKey(spki: string): Promise<string>
  /** Returns the claims that the workspace reads in a guest token. Rejects for a token that it would not accept. */
  verify(token: string): Promise<JWTPayload>
  stop(): Promise<void>
}

export interface FakeAnswer {
  readonly status: number
  /** A text is sent as it is, anything else as JSON. */
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface FakePresetOptions {
  /** @default 5 hours */
  readonly accessTokenSeconds?: number
  /** Of the key's owner. @default true */
  readonly isTeamAdmin?: boolean
}

const API = 'https://api.app.preset.io'
/** Fixed, according to Preset's documentation. */
const GUEST_TOKEN_SECONDS = 300

const WORKSPACE = {
  team: 'a1b2c3d4',
  workspace: 'e5f6a7b8',
  region: 'us2a',
  name: 'key-name',
  secret: 'the-api-key-secret',
  dashboards: ['7d25f551-9c5a-4d1e-8f0e-000000000001', '7d25f551-9c5a-4d1e-8f0e-000000000002'],
} as const

export async function startFakePreset({
  accessTokenSeconds = 5 * 3_600,
  isTeamAdmin = true,
}: FakePresetOptions = {}): Promise<FakePreset> {
  const { team, workspace, name, secret, dashboards } = WORKSPACE
  const ownKey = new TextEncoder().encode(crypto.randomUUID())
  const publicKeys = new Map<string, CryptoKey>()
  const calls: string[] = []
  let generation = 0
  let override: (path: string) => FakeAnswer | undefined = () => undefined

  const sign = (claims: JWTPayload, seconds: number) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt()
      .setExpirationTime(`${seconds} seconds`)
      .sign(ownKey)

  async function isAccess(header: string | undefined): Promise<boolean> {
    const token = /^Bearer (.+)$/.exec(header ?? '')?.[1]
    if (!token) return false
    const payload = await jwtVerify(token, ownKey).then(
      (verified) => verified.payload,
      () => undefined,
    )
    return payload?.type === 'access' && payload.generation === generation
  }

  async function answer(request: IncomingMessage, text: string): Promise<FakeAnswer> {
    const path = request.url ?? ''
    calls.push(path)
    const reply = override(path)
    if (reply) return reply
    if (request.method !== 'POST') return { status: 405, body: { message: 'Method Not Allowed' } }
    if (!/^application\/json/.test(request.headers['content-type'] ?? '')) {
      return { status: 400, body: { message: 'The body is not JSON' } }
    }
    const body = JSON.parse(text)
    if (path === '/v1/auth/') {
      return body.name === name && body.secret === secret
        ? {
            status: 200,
            body: {
              payload: { access_token: await sign({ type: 'access', generation }, accessTokenSeconds) },
            },
          }
        : { status: 401, body: errors('Invalid API key', 'UNAUTHORIZED') }
    }
    if (!(await isAccess(request.headers.authorization))) {
      return { status: 401, body: { message: 'Unauthorized' } }
    }
    if (path !== `/v1/teams/${team}/workspaces/${workspace}/guest-token/`) {
      return { status: 404, body: errors('Workspace not found', 'NOT_FOUND') }
    }
    if (!isTeamAdmin) return { status: 403, body: 'Forbidden' }
    const problem = problemWith(body)
    if (problem) return { status: 400, body: { errors: problem } }
    const ids: readonly string[] = body.resources.map(({ id }: { readonly id: string }) => id)
    if (!ids.every((id) => (dashboards as readonly string[]).includes(id))) {
      return { status: 400, body: errors('EmbeddedDashboard not found.', 'GENERIC_BACKEND_ERROR') }
    }
    const { rls, ...claims } = body
    const token = await sign(
      { ...claims, rls_rules: rls, type: 'guest', aud: workspace },
      GUEST_TOKEN_SECONDS,
    )
    return { status: 200, body: { payload: { token } } }
  }

  const server = createServer(async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString()
    const { status, body, headers } = await answer(request, text)
    const isText = typeof body === 'string'
    response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...headers })
    response.end(isText ? body : JSON.stringify(body))
  })
  const { port, stop } = await listen(server, '127.0.0.1')
  const url = `http://127.0.0.1:${port}`

  return {
    stop,
    ...WORKSPACE,
    calls,
    async fetch(input, init) {
      const address = String(input)
      if (!address.startsWith(`${API}/`)) throw new Error(`not an address of Preset's API: ${address}`)
      return fetch(address.replace(API, url), init)
    },
    answerWith(answered) {
      override = answered
    },
    revokeAccess() {
      generation++
    },
    async addKey(spki) {
      const keyId = crypto.randomUUID()
      publicKeys.set(keyId, await importSPKI(spki, 'RS256'))
      return keyId
    },
    async verify(token) {
      const { alg, kid } = decodeProtectedHeader(token)
      const publicKey = publicKeys.get(kid ?? '')
      const { payload } = await jwtVerify(token, alg === 'RS256' && publicKey ? publicKey : ownKey, {
        audience: workspace,
        requiredClaims: ['user', 'resources', 'rls_rules', 'exp'],
      })
      if (payload.type !== 'guest' || Number(payload.iat ?? 0) > Date.now() / 1_000) {
        throw new Error('not a guest token')
      }
      return payload
    },
  }
}

/** The four shapes in which Preset's errors are documented, each with words that must not come through. */
export const ERROR_BODIES: readonly unknown[] = [
  errors('upstream-words', 'GENERIC_BACKEND_ERROR'),
  { errors: { resources: ['upstream-words'] } },
  { message: 'upstream-words' },
  'upstream-words',
]

function errors(message: string, error_type: string) {
  return { errors: [{ message, error_type, level: 'error', extra: {} }] }
}

/** The problems by field, in the form of a schema error. */
function problemWith(body: Record<string, unknown>): Record<string, readonly string[]> | undefined {
  const known = ['user', 'resources', 'rls', 'enable_drilling']
  const unknown = Object.keys(body).find((field) => !known.includes(field))
  if (unknown) return { [unknown]: ['Unknown field.'] }
  const missing = ['user', 'resources', 'rls'].find((field) => body[field] === undefined)
  if (missing) return { [missing]: ['Missing data for required field.'] }
  const { user, resources, rls, enable_drilling = false } = body
  const names = Object.entries(Object(user))
  const isUser = names.every(
    ([field, value]) => ['username', 'first_name', 'last_name'].includes(field) && typeof value === 'string',
  )
  if (!isUser || names.length === 0) return { user: ['Not a valid user.'] }
  const areResources = every(resources, ['type', 'id'], ({ type, id }) => type === 'dashboard' && isText(id))
  if (!areResources) return { resources: ['Must be one of: dashboard.'] }
  const areRules = every(
    rls,
    ['clause', 'dataset'],
    ({ clause, dataset }) => isText(clause) && (dataset === undefined || Number.isInteger(dataset)),
  )
  if (!areRules) return { rls: ['Not a valid rule.'] }
  return typeof enable_drilling === 'boolean' ? undefined : { enable_drilling: ['Not a valid boolean.'] }
}

function every(
  list: unknown,
  fields: readonly string[],
  test: (item: Record<string, unknown>) => boolean,
): boolean {
  const isKnown = (item: unknown) => Object.keys(Object(item)).every((field) => fields.includes(field))
  return Array.isArray(list) && list.every((item) => isKnown(item) && test(Object(item)))
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
