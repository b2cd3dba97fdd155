/** Security tokens: the contract that Embeddable documents for minting them, enforced field by field. */

import { randomUUID } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import type { Reply, Request } from '../http.ts'

/** What a token was minted for. The server keeps it: the token itself contains only a number and its expiry. */
export interface Minted {
  readonly embeddableId: string
  readonly savedVersion: string
  readonly expiryInSeconds: number
  readonly securityContext: Readonly<Record<string, unknown>>
  readonly filters: readonly Filter[]
  readonly [field: string]: unknown
}

export interface Filter {
  readonly member: string
  readonly operator: string
  readonly values?: readonly unknown[]
}

export interface SecurityTokens {
  mint(request: Request): Promise<Reply>
  /** Returns what a token was minted for, and when it expires. Rejects when the token is not valid. */
  verify(token: string): Promise<Minted & { readonly exp: number }>
}

export interface SecurityTokenOptions {
  readonly apiKey: string
  readonly embeddables: readonly string[]
  /** Ends tokens earlier than was asked for. @default never */
  readonly maxSeconds?: number | undefined
}

/** A week, as Embeddable has it. */
const DEFAULT_SECONDS = 604_800

export function createSecurityTokens(options: SecurityTokenOptions): SecurityTokens {
  const { apiKey, embeddables, maxSeconds = Number.POSITIVE_INFINITY } = options
  const key = new TextEncoder().encode(randomUUID())
  const minted = new Map<string, Minted>()

  return {
    async mint({ headers, body }) {
      if (headers.authorization !== `Bearer ${apiKey}`) return refusal(401, 'Invalid API key')
      if (!/^application\/json/.test(headers['content-type'] ?? '')) return refusal(400, 'Expected JSON')
      const problem = problemWith(body)
      if (problem) return refusal(400, problem)
      const request = body as Partial<Minted>
      const one = {
        savedVersion: 'production',
        expiryInSeconds: DEFAULT_SECONDS,
        securityContext: {},
        filters: [],
        ...request,
      } as unknown as Minted
      if (!embeddables.includes(one.embeddableId)) return refusal(404, 'Embeddable not found')
      const securityTokenId = randomUUID()
      minted.set(securityTokenId, one)
      const token = await new SignJWT({ securityTokenId })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuedAt()
        .setExpirationTime(`${Math.min(one.expiryInSeconds, maxSeconds)} seconds`)
        .sign(key)
      return { status: 200, body: { token } }
    },
    async verify(token) {
      const { payload } = await jwtVerify(token, key, { requiredClaims: ['securityTokenId', 'exp'] })
      const one = minted.get(String(payload.securityTokenId))
      if (!one) throw new Error('Unknown token')
      return { ...one, exp: Number(payload.exp) }
    },
  }
}

export function refusal(status: number, errorMessage: string): Reply {
  return { status, body: { errorMessage } }
}

const isText = (value: unknown) => typeof value === 'string' && value !== ''
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isFlag = (value: unknown) => typeof value === 'boolean'

const FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  embeddableId: isText,
  user: isText,
  savedVersion: isText,
  expiryInSeconds: (value) => Number.isInteger(value) && Number(value) > 0,
  securityContext: isObject,
  environment: isText,
  roles: (value) => Array.isArray(value) && value.every(isText),
  filters: (value) => Array.isArray(value) && value.every(isFilter),
  dataProvider: isText,
  customCanvasState: isText,
  customCanvasReadOnly: isFlag,
}

function isFilter(value: unknown): boolean {
  const { member, operator, values = [], ...others } = Object(value)
  return isText(member) && isText(operator) && Array.isArray(values) && Object.keys(others).length === 0
}

function problemWith(body: unknown): string | undefined {
  if (!isObject(body)) return 'The body is not an object'
  const missing = ['embeddableId', 'user'].find((field) => !(field in Object(body)))
  if (missing) return `${missing} is required`
  for (const [field, value] of Object.entries(Object(body))) {
    if (!Object.hasOwn(FIELDS, field)) return `${field} is not allowed`
    if (!FIELDS[field]?.(value)) return `${field} is invalid`
  }
  return undefined
}
