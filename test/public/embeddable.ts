/**
 * Embeddable as its public documents describe it, in November 2026:
 *
 * - docs.embeddable.com, deployment/tokens-api: the request for a token, its fields, the answer.
 * - docs.embeddable.com, data-modeling/row-level-security/security-filters: `filters` and the names of operators.
 * - docs.embeddable.com, deployment/embeddables-api and deployment/versions-api: the lists.
 * - github.com/embeddable-hq/web-component-example: `{ errorMessage }`.
 * - The package `@embeddable.com/sdk-core` (MIT): the third region, `https://api.embeddable.com`.
 */

import { randomUUID } from 'node:crypto'
import { type JWTPayload, jwtVerify, SignJWT } from 'jose'
import {
  bearerOf,
  jsonOf,
  type PublicReply,
  type PublicRequest,
  type PublicService,
  startService,
} from './service.ts'

export interface PublicEmbeddable extends PublicService {
  readonly apiKey: string
  /** Both are published as `production`. */
  readonly dashboards: readonly string[]
  /** Saved as a version, and published under no tag. */
  readonly unpublished: string
  /** The bodies of the token requests so far. */
  readonly requests: readonly Readonly<Record<string, unknown>>[]
  /** Answers the token requests, in place of the documented answer. */
  answerWith(reply: PublicReply | undefined): void
  verify(token: string): Promise<JWTPayload>
}

export interface PublicEmbeddableOptions {
  /** The status of an answer with a token. @default 200 */
  readonly successStatus?: number
  /** The longest life of a token, whatever is requested. @default no limit */
  readonly maxSeconds?: number
}

const HOSTS = ['api.us.embeddable.com', 'api.eu.embeddable.com', 'api.embeddable.com']
const API_KEY = 'api-key-of-the-documents'
const WEEK_SECONDS = 604_800

interface Embeddable {
  readonly id: string
  readonly name: string
  readonly lastPublishedAt: Readonly<Record<string, string>>
  /** The versions under `tags`, by tag. */
  readonly tags: Readonly<Record<string, string>>
  /** The newest first. */
  readonly versions: readonly string[]
}

const PUBLISHED_AT = '2026-11-01T10:00:00.000Z'
const EMBEDDABLES: readonly Embeddable[] = [
  {
    id: '1e01b46f-809c-45d5-8c33-2b5f5d7502bc',
    name: 'Marketing dash',
    lastPublishedAt: { default: PUBLISHED_AT },
    tags: { production: 'v2', staging: 'v3' },
    versions: ['v3', 'v2', 'v1'],
  },
  {
    id: '7c2d8f10-4b5a-4e6f-9a7b-8c9d0e1f2a3b',
    name: 'Sales dash',
    lastPublishedAt: { default: PUBLISHED_AT },
    tags: { production: 'v1' },
    versions: ['v1'],
  },
  {
    id: 'd36785d6-6ef2-4d8a-bfce-ad09fbb97064',
    name: 'Product KPIs',
    lastPublishedAt: {},
    tags: {},
    versions: ['v1'],
  },
]

const OPERATORS = [
  ...[
    'equals',
    'notEquals',
    'contains',
    'notContains',
    'startsWith',
    'notStartsWith',
    'endsWith',
    'notEndsWith',
  ],
  ...['gt', 'gte', 'lt', 'lte', 'set', 'notSet', 'inDateRange', 'notInDateRange', 'onTheDate'],
  ...['beforeDate', 'beforeOrOnDate', 'afterDate', 'afterOrOnDate'],
]

const FIELDS = [
  ...[
    'embeddableId',
    'savedVersion',
    'expiryInSeconds',
    'securityContext',
    'user',
    'environment',
    'roles',
    'filters',
  ],
  ...['dataProvider', 'customCanvasState', 'customCanvasReadOnly'],
]

export async function startPublicEmbeddable(
  options: PublicEmbeddableOptions = {},
): Promise<PublicEmbeddable> {
  const { successStatus = 200, maxSeconds = Number.POSITIVE_INFINITY } = options
  const signingKey = new TextEncoder().encode(randomUUID())
  const requests: Readonly<Record<string, unknown>>[] = []
  let override: PublicReply | undefined

  async function mint(request: PublicRequest): Promise<PublicReply> {
    const body = jsonOf(request)
    requests.push(body ?? {})
    if (override) return override
    const problem = body ? problemOf(body) : 'The body is not JSON'
    if (!body || problem) return refusal(400, problem ?? '')
    const { embeddableId, savedVersion, expiryInSeconds = WEEK_SECONDS } = body
    const embeddable = EMBEDDABLES.find(({ id }) => id === embeddableId)
    if (!embeddable) return refusal(404, `Embeddable ${embeddableId} not found`)
    const version = String(savedVersion ?? 'production')
    if (!(version in embeddable.tags) && !embeddable.versions.includes(version)) {
      return refusal(400, `savedVersion ${version} of embeddable ${embeddableId} does not exist`)
    }
    if ((body['environment'] ?? 'default') !== 'default') {
      return refusal(400, `environment of embeddable ${body['environment']} not found`)
    }
    const token = await new SignJWT({ securityTokenId: randomUUID() })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt()
      .setExpirationTime(`${Math.min(Number(expiryInSeconds), maxSeconds)}s`)
      .sign(signingKey)
    return { status: successStatus, body: { token } }
  }

  async function answer(request: PublicRequest): Promise<PublicReply> {
    const { method, url } = request
    if (bearerOf(request) !== API_KEY) return refusal(401, 'Unauthorized')
    if (`${method} ${url.pathname}` === 'POST /api/v1/security-token') return mint(request)
    if (`${method} ${url.pathname}` === 'GET /api/v1/embeddables') {
      const embeddables = EMBEDDABLES.map(({ id, name, lastPublishedAt }) => ({
        id,
        name,
        tags: [],
        lastPublishedAt,
      }))
      return { status: 200, body: { embeddables } }
    }
    const id = /^\/api\/v1\/embeddables\/([^/]+)\/saved-versions$/.exec(url.pathname)?.[1]
    const embeddable = EMBEDDABLES.find((candidate) => candidate.id === id)
    if (method === 'GET' && embeddable) return { status: 200, body: versionsOf(embeddable) }
    return refusal(404, 'Not found')
  }

  return {
    ...(await startService((host) => HOSTS.includes(host), answer)),
    apiKey: API_KEY,
    dashboards: EMBEDDABLES.filter(({ tags }) => 'production' in tags).map(({ id }) => id),
    unpublished: 'd36785d6-6ef2-4d8a-bfce-ad09fbb97064',
    requests,
    answerWith(reply) {
      override = reply
    },
    async verify(token) {
      const { payload } = await jwtVerify(token, signingKey, {
        requiredClaims: ['securityTokenId', 'iat', 'exp'],
      })
      return payload
    },
  }
}

function versionsOf({ tags, versions }: Embeddable) {
  return {
    tags: Object.fromEntries(
      Object.entries(tags).map(([tag, version]) => [tag, { version, 'updated-at': PUBLISHED_AT }]),
    ),
    'saved-versions': versions.map((version) => ({
      version,
      'saved-by': 'sina@example.com',
      description: '',
      'saved-at': PUBLISHED_AT,
      'cube-version': '1.3.22',
    })),
  }
}

function refusal(status: number, errorMessage: string): PublicReply {
  return { status, body: { errorMessage } }
}

/** The first problem with the body of a token request. */
function problemOf(body: Readonly<Record<string, unknown>>): string | undefined {
  const { embeddableId, user, securityContext, expiryInSeconds, filters = [], roles = [] } = body
  const isText = (value: unknown) => typeof value === 'string' && value !== ''
  const unknown = Object.keys(body).find((field) => !FIELDS.includes(field))
  if (unknown) return `Unknown field ${unknown}`
  if (!isText(embeddableId) || !isText(user)) return 'embeddableId and user are required'
  if (typeof securityContext !== 'object' || securityContext === null)
    return 'securityContext must be an object'
  if (expiryInSeconds !== undefined && !Number.isInteger(expiryInSeconds))
    return 'expiryInSeconds must be a number'
  if (!Array.isArray(roles) || !roles.every(isText)) return 'roles must be a list'
  const isFilter = ({ member, operator, values }: Readonly<Record<string, unknown>>) =>
    /^\w+\.\w+$/.test(String(member)) &&
    OPERATORS.includes(String(operator)) &&
    (Array.isArray(values) || ['set', 'notSet'].includes(String(operator)))
  if (!Array.isArray(filters) || !filters.map(Object).every(isFilter)) return 'filters are not valid'
  return undefined
}
