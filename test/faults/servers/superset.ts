import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { Sandbox } from '../../../examples/sandbox/sandbox.ts'
import { type Listening, listen } from '../../../scripts/listen.ts'
import { bundle } from './app.ts'
import { commit, slowDown } from './http.ts'
import type { World } from './world.ts'

/**
 * A Superset whose clock, answers and pages a scenario can spoil: the sandbox behind a proxy.
 *
 * The proxy checks tokens by the scenario's clock. The sandbox gets a token with the same claims, by its own clock.
 * Every embedded page gets a script that carries out the scenario's faults from inside.
 */
export async function startSuperset(world: () => World, sandbox: Sandbox): Promise<Listening> {
  const secret = new TextEncoder().encode(sandbox.guestSecret)
  const inside = await bundle('inside.ts')
  const server = createServer((request, response) => {
    // The client can be gone before the answer.
    answer(request, response).catch(() => response.destroy())
  })
  return listen(server)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const now = world()
    const path = request.url ?? '/'
    const isEmbedded = path.startsWith('/embedded/')
    if (isEmbedded) now.pages.push({ atMs: now.nowMs() })
    if (now.line) slowDown(response, now.line)
    const fault = now.superset(path) ?? (isEmbedded ? refererFault(now, request) : undefined)
    if (fault !== 'hang') {
      now.inFlight++
      response.once('close', () => now.inFlight--)
    }
    const guest = await recognize(now, request)
    if (path.startsWith('/api/v1/chart/data')) {
      response.once('close', () =>
        now.queries.push({ atMs: now.nowMs(), status: response.statusCode, viewer: usernameOf(guest) }),
      )
    }
    if (fault && fault !== 'hang' && fault !== 'cut' && 'delayMs' in fault) await setTimeout(fault.delayMs)
    else if (fault) return commit(fault, response)
    const body = Buffer.concat(await request.toArray())
    const upstream = await fetch(sandbox.url + path, {
      method: request.method ?? 'GET',
      headers: {
        'content-type': request.headers['content-type'] ?? '',
        ...(guest && { 'x-guesttoken': await signAnew(guest) }),
      },
      ...(body.length > 0 && { body }),
    })
    const text = await upstream.text()
    response.writeHead(upstream.status, {
      'content-type': upstream.headers.get('content-type') ?? '',
      // Else a page that comes back from the cache would hide what a restart does.
      'cache-control': 'no-store',
      ...(isEmbedded && now.headers.embedded),
    })
    const script = `<script>window.spoilt = ${JSON.stringify(now.spoilt)};${inside}</script>`
    response.end(isEmbedded ? text.replace('<head>', () => `<head>${script}`) : text)
  }

  async function recognize(now: World, { headers }: IncomingMessage): Promise<JWTPayload | undefined> {
    const { audience } = sandbox
    const currentDate = new Date(now.nowMs())
    return jwtVerify(String(headers['x-guesttoken']), secret, { audience, currentDate }).then(
      ({ payload }) => payload,
      () => undefined,
    )
  }

  function signAnew({ iat, exp, ...claims }: JWTPayload): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt(Math.floor(Date.now() / 1_000) - 10)
      .setExpirationTime('1m')
      .sign(secret)
  }
}

function usernameOf(guest: JWTPayload | undefined): string {
  return (guest?.user as { readonly username?: string } | undefined)?.username ?? ''
}

/** Superset compares the Referer with its allowed domains. */
function refererFault({ allowedDomains }: World, { headers }: IncomingMessage) {
  const origin = headers.referer && new URL(headers.referer).origin
  return !allowedDomains || allowedDomains.includes(origin ?? '') ? undefined : { status: 403 }
}
