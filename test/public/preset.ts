/**
 * Preset as its public documents describe it, in November 2026:
 *
 * - github.com/preset-io/embedded-example (README, `app.py`): the login, the guest token, its fields, 5 min, key pairs.
 * - github.com/preset-io/agent-skills (`api/skills/preset-api.md`, `plugins/preset-api-skills`): 201 among the common codes,
 *   429 with `Retry-After`, teams, workspaces, `hostname`, `workspace_status`, `meta.count`, the API of a workspace.
 * - docs.preset.io, "Step 2: Deployment": the role Team Admin, the claims of a signed token.
 */

import { createPublicKey, type KeyObject, randomUUID } from 'node:crypto'
import { decodeProtectedHeader, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import {
  bearerOf,
  jsonOf,
  type PublicReply,
  type PublicRequest,
  type PublicService,
  startService,
} from './service.ts'

export interface PublicPresetOptions {
  /** The status of a login and of a mint that succeed: "200 Success", "201 Resource created". @default 200 */
  readonly successStatus?: number
  /** The host of the Management API. @default 'api.app.preset.io' */
  readonly apiHost?: string
  /** The path of the Management API. @default '/v1' */
  readonly apiPath?: string
  /** How many entries a list of the Management API returns without `page_size`. @default all of them */
  readonly listSize?: number
}

export interface PublicPreset extends PublicService {
  readonly team: string
  readonly workspace: string
  /** The workspace's `hostname`. */
  readonly hostname: string
  readonly name: string
  readonly secret: string
  /** The embed ids of the workspace. */
  readonly dashboards: readonly string[]
  /** Answers the requests whose path ends so, in place of the documented answer. */
  answerWith(pathEnd: string, reply: PublicReply | undefined): void
  /** The public key as PEM, for "Edit Workspace Settings", "Embedded". Returns the Key Id. */
  paste(pem: string): string
  /** Reads a guest token as the workspace does. Rejects a token that the workspace refuses. */
  verify(token: string): Promise<JWTPayload>
}

const TEAM = 'f00dcafe'
const KEY = { name: 'api-token-name', secret: 'api-token-secret-of-the-documents' }
const GUEST_SECONDS = 300
const ACCESS_SECONDS = 5 * 3_600

interface Workspace {
  readonly id: number
  readonly name: string
  readonly title: string
  readonly hostname: string
  readonly region: string
  readonly workspace_status: string
}

const WORKSPACES: readonly Workspace[] = [
  {
    id: 11,
    name: '8a26d867',
    title: 'Embedded analytics',
    hostname: '8a26d867.acme-aws-mpc.app.preset.io',
    region: 'acme-aws-mpc',
    workspace_status: 'READY',
  },
  {
    id: 12,
    name: '1a2b3c4d',
    title: 'Asleep',
    hostname: '1a2b3c4d.us1a.preset.io',
    region: 'us1a',
    workspace_status: 'HIBERNATED',
  },
]

interface Dashboard {
  readonly id: number
  readonly dashboard_title: string
  readonly slug: string | null
  readonly embedded?: { readonly uuid: string; readonly allowed_domains: readonly string[] }
}

const DASHBOARDS: readonly Dashboard[] = [
  {
    id: 3,
    dashboard_title: 'Churn',
    slug: 'churn',
    embedded: { uuid: 'b5e0a3f2-6f0c-4c55-9d7e-0a1b2c3d4e5f', allowed_domains: ['https://app.example.com'] },
  },
  {
    id: 5,
    dashboard_title: 'Growth',
    slug: null,
    embedded: { uuid: 'c6f1b403-7a1d-4d66-8e8f-1b2c3d4e5f60', allowed_domains: [] },
  },
  { id: 8, dashboard_title: 'Internal', slug: null },
]

export async function startPublicPreset(options: PublicPresetOptions = {}): Promise<PublicPreset> {
  const { successStatus = 200, apiHost = 'api.app.preset.io', apiPath = '/v1', listSize } = options
  const [ready] = WORKSPACES
  if (!ready) throw new Error('The list of workspaces is empty.')
  const signingKey = new TextEncoder().encode(randomUUID())
  const pasted = new Map<string, KeyObject>()
  const replies = new Map<string, PublicReply>()

  const sign = (claims: JWTPayload, seconds: number) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuedAt()
      .setExpirationTime(`${seconds}s`)
      .sign(signingKey)

  async function isSignedIn(request: PublicRequest): Promise<boolean> {
    try {
      const { payload } = await jwtVerify(bearerOf(request) ?? '', signingKey)
      return payload['sub'] === KEY.name
    } catch {
      return false
    }
  }

  async function logIn(request: PublicRequest): Promise<PublicReply> {
    const { name, secret } = jsonOf(request) ?? {}
    if (name !== KEY.name || secret !== KEY.secret)
      return { status: 401, body: { message: 'Unauthenticated' } }
    const access_token = await sign({ sub: KEY.name }, ACCESS_SECONDS)
    return { status: successStatus, body: { payload: { access_token } } }
  }

  async function mint(request: PublicRequest): Promise<PublicReply> {
    const body = jsonOf(request)
    if (!body) return { status: 400, body: { message: 'Bad request' } }
    const problem = problemOf(body)
    if (problem) return { status: 400, body: { errors: { [problem]: ['Invalid'] } } }
    const { user, resources, rls, ...others } = body
    const isMissing = (resources as readonly { readonly id: string }[]).some(
      ({ id }) => !DASHBOARDS.some(({ embedded }) => embedded?.uuid === id),
    )
    if (isMissing) return { status: 404, body: { message: 'Embedded dashboard not found' } }
    const claims = { ...others, user, resources, rls_rules: rls, type: 'guest', aud: ready?.name }
    return {
      status: successStatus,
      body: { payload: { token: await sign(claims as JWTPayload, GUEST_SECONDS) } },
    }
  }

  function list(entries: readonly object[], { searchParams }: URL): PublicReply {
    const size = Number(searchParams.get('page_size') ?? listSize ?? entries.length)
    const page = Number(searchParams.get('page_number') ?? 1)
    const payload = entries.slice((page - 1) * size, page * size)
    const meta = listSize === undefined ? {} : { meta: { count: entries.length } }
    return { status: 200, body: { payload, ...meta } }
  }

  async function manage(request: PublicRequest, path: string): Promise<PublicReply> {
    const { method, url } = request
    if (`${method} ${path}` === 'POST /auth/') return logIn(request)
    if (!(await isSignedIn(request))) return { status: 401, body: { message: 'Unauthenticated' } }
    switch (`${method} ${path}`) {
      case 'GET /teams/':
        return list([{ id: 1, name: TEAM, title: 'Acme', created_on: '2024-01-01T00:00:00' }], url)
      case `GET /teams/${TEAM}/workspaces/`:
        return list(WORKSPACES, url)
      case `POST /teams/${TEAM}/workspaces/${ready?.name}/guest-token/`:
        return mint(request)
      default:
        return { status: 404, body: { message: 'Resource not found' } }
    }
  }

  async function work(request: PublicRequest): Promise<PublicReply> {
    if (!(await isSignedIn(request))) return { status: 401, body: { message: 'Unauthenticated' } }
    const { pathname, searchParams } = request.url
    if (pathname === '/api/v1/dashboard/') {
      const query = searchParams.get('q') ?? ''
      const [page, size] = [/page:(\d+)/, /page_size:(\d+)/].map((part) => Number(part.exec(query)?.[1] ?? 0))
      const result = DASHBOARDS.slice((page ?? 0) * (size || 25), ((page ?? 0) + 1) * (size || 25))
      return { status: 200, body: { count: DASHBOARDS.length, result } }
    }
    const id = /^\/api\/v1\/dashboard\/(\d+)\/embedded$/.exec(pathname)?.[1]
    const result = DASHBOARDS.find((dashboard) => dashboard.id === Number(id))?.embedded
    return result ? { status: 200, body: { result } } : { status: 404, body: { message: 'Not found' } }
  }

  const service = await startService(
    (host) => host === apiHost || WORKSPACES.some(({ hostname }) => hostname === host),
    async (request) => {
      const { host, pathname } = request.url
      const reply = [...replies].find(([end]) => pathname.endsWith(end))?.[1]
      if (reply) return reply
      if (host !== apiHost) return work(request)
      if (!pathname.startsWith(apiPath)) return { status: 404, body: 'Not Found' }
      return manage(request, pathname.slice(apiPath.length))
    },
  )

  return {
    ...service,
    ...KEY,
    team: TEAM,
    workspace: ready.name,
    hostname: ready.hostname,
    dashboards: DASHBOARDS.flatMap(({ embedded }) => (embedded ? [embedded.uuid] : [])),
    answerWith(pathEnd, reply) {
      if (reply) replies.set(pathEnd, reply)
      else replies.delete(pathEnd)
    },
    paste(pem) {
      const keyId = randomUUID().slice(0, 8)
      pasted.set(keyId, createPublicKey(pem))
      return keyId
    },
    async verify(token) {
      const { kid } = decodeProtectedHeader(token)
      const key = kid === undefined ? signingKey : pasted.get(kid)
      if (!key) throw new Error('unknown Key Id')
      const { payload } = await jwtVerify(token, key, {
        algorithms: [kid === undefined ? 'HS256' : 'RS256'],
        audience: ready.name,
        requiredClaims: ['user', 'resources', 'rls_rules', 'exp'],
      })
      if (payload['type'] !== 'guest') throw new Error('not a guest token')
      return payload
    },
  }
}

/** The first field that is not as documented. */
function problemOf({
  user,
  resources,
  rls,
  ...others
}: Readonly<Record<string, unknown>>): string | undefined {
  const isText = (value: unknown) => typeof value === 'string' && value !== ''
  const areTexts = (value: unknown, known: readonly string[]) =>
    Object.entries(Object(value)).every(([field, text]) => known.includes(field) && isText(text))
  if (!isText(Object(user).username) || !areTexts(user, ['username', 'first_name', 'last_name']))
    return 'user'
  const isResource = (value: unknown) => Object(value).type === 'dashboard' && areTexts(value, ['type', 'id'])
  if (!Array.isArray(resources) || !resources.every(isResource)) return 'resources'
  const isRule = ({ clause, dataset, ...more }: Readonly<Record<string, unknown>>) =>
    isText(clause) && (dataset === undefined || Number.isInteger(dataset)) && Object.keys(more).length === 0
  if (!Array.isArray(rls) || !rls.map(Object).every(isRule)) return 'rls'
  const { enable_drilling: drilling = false, ...unknown } = others
  if (typeof drilling !== 'boolean') return 'enable_drilling'
  return Object.keys(unknown)[0]
}
