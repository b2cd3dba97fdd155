/**
 * A stand-in for Embeddable that needs only Node: it mints security tokens by the documented contract, serves
 * the script of the element, and answers that with the rows a token's security context lets through.
 *
 * `node examples/sandbox/embeddable/embeddable.ts` runs only this stand-in.
 */

import { join } from 'node:path'
import { build } from 'esbuild'
import { type Handler, type Reply, type Request, route, serve } from '../http.ts'
import { dashboardOf, EMBEDDABLES, type FakeEmbeddable } from './rows.ts'
import { createSecurityTokens, refusal, type SecurityTokens } from './security-tokens.ts'

export interface EmbeddableSandbox {
  /** Where Embeddable's API would be; `url` of `embeddableApi`. */
  readonly url: string
  /** Where its script would be; `scriptUrl` of `embeddableApi`. */
  readonly scriptUrl: string
  readonly apiKey: string
  readonly embeddables: readonly FakeEmbeddable[]
  readonly verify: SecurityTokens['verify']
  stop(): Promise<void>
}

export interface EmbeddableSandboxOptions {
  /** @default any free one */
  readonly port?: number | undefined
  /** Ends tokens earlier than was asked for. @default never */
  readonly maxTokenSeconds?: number | undefined
  /** Sees every request first, and may answer in place of the rules. */
  readonly intercept?: (request: Request) => Reply | undefined
}

const API_KEY = 'an-api-key-for-the-sandbox-alone'

export async function startEmbeddable(options: EmbeddableSandboxOptions = {}): Promise<EmbeddableSandbox> {
  const { port = 0, maxTokenSeconds, intercept = () => undefined } = options
  const tokens = createSecurityTokens({
    apiKey: API_KEY,
    embeddables: EMBEDDABLES.map(({ id }) => id),
    maxSeconds: maxTokenSeconds,
  })
  bundle ??= bundleScript()
  const script = await bundle
  const handle = route({
    'POST /api/v1/security-token': tokens.mint,
    'GET /js/v1/': () => ({ status: 200, body: script, headers: { 'content-type': 'text/javascript' } }),
    'OPTIONS /api/v1/dashboard': () => ({ status: 204, body: '' }),
    'POST /api/v1/dashboard': (request) => answer(tokens, request),
  })
  const withCors: Handler = async (request) => {
    const reply = intercept(request) ?? (await handle(request))
    return { ...reply, headers: { ...CORS, ...reply.headers } }
  }
  const { url, stop } = await serve(withCors, port)
  return {
    url,
    scriptUrl: `${url}/js/v1/?region=EU`,
    apiKey: API_KEY,
    embeddables: EMBEDDABLES,
    verify: tokens.verify,
    stop,
  }
}

/** The page that holds the element is another origin's. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type',
}

async function answer(tokens: SecurityTokens, { headers, body }: Request): Promise<Reply> {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? ''
  const minted = await tokens.verify(token).catch(() => undefined)
  if (!minted) return refusal(401, 'Security token is invalid or expired')
  try {
    return { status: 200, body: dashboardOf(minted, Object(Object(body).variables)) }
  } catch (error) {
    return refusal(400, (error as Error).message)
  }
}

/** The same for every sandbox of a process. */
let bundle: Promise<string> | undefined

async function bundleScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'script.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0]?.text ?? ''
}

if (import.meta.main) {
  const { url, scriptUrl, apiKey, embeddables } = await startEmbeddable({ port: 8089 })
  console.log(`A stand-in for Embeddable runs at ${url} (API key ${apiKey}), its script at ${scriptUrl}`)
  for (const { id, title } of embeddables) console.log(`  ${title}: ${id}`)
}
