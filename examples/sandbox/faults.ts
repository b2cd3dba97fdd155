/**
 * Superset with a fault: below `/fault/<name>` everything works, except for the fault with that name.
 *
 * The name is in the address of Superset that an app is configured with, `http://localhost:8088/fault/slow`, because
 * the app cannot choose the rest of the address. A key may follow, `/fault/first-token-refused/<key>`: it separates
 * the state of one test from the state of other tests.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import type { Handler, Reply, Request } from './http.ts'

export type FaultName = keyof typeof FAULTS

export function withFaults(handle: (request: Request) => Promise<Reply>): Handler {
  const memory = new Map<string, string>()
  return async (request) => {
    const [, root = '', name = '', path = ''] = BELOW_FAULT.exec(request.path) ?? []
    if (!Object.hasOwn(FAULTS, name)) return handle(request)
    const inside = { ...request, root, path }
    return FAULTS[name as FaultName](inside, () => handle(inside), memory)
  }
}

const BELOW_FAULT = /^(\/fault\/([\w-]+)(?:\/[\w-]+)?)(\/(?:embedded|static|login|api)\/.*)$/

type Fault = (
  request: Request,
  next: () => Promise<Reply>,
  memory: Map<string, string>,
) => Promise<Reply | 'reset'>

/** Applies where the path begins like this. */
const at =
  (start: string, fault: Fault): Fault =>
  (request, next, memory) =>
    request.path.startsWith(start) ? fault(request, next, memory) : next()

const onPage = (fault: Fault) => at('/embedded/', fault)
const onToken = (fault: Fault) => at('/api/v1/me/roles/', fault)

const never: Fault = () => new Promise(() => {})
const after =
  (delayMs: number): Fault =>
  (_request, next) =>
    sleep(delayMs).then(next)
const answered =
  (reply: Reply): Fault =>
  async () =>
    reply
const headed =
  (headers: Reply['headers']): Fault =>
  async (_request, next) => {
    const reply = await next()
    return { ...reply, headers: { ...reply.headers, ...headers } }
  }
const redirect = (location: string): Reply => ({ status: 302, body: '', headers: { location } })

/** All well as far as the server goes: page/faults.ts does it. */
const inPage: Fault = (_request, next) => next()

const UNAUTHORIZED: Reply = { status: 401, body: { msg: 'Missing Authorization Header' } }

export const FAULTS = {
  /** Not to be framed: by the old header, and by the new one. */
  'x-frame-options': onPage(headed({ 'x-frame-options': 'DENY' })),
  'frame-ancestors': onPage(headed({ 'content-security-policy': "frame-ancestors 'none'" })),
  /** As when the app is not among the allowed domains. */
  forbidden: onPage(answered({ status: 403, body: { errors: [{ message: '403 Forbidden' }] } })),
  /** A proxy that wants a login first: from its own page, or from a page elsewhere that would take any token. */
  login: onPage(async ({ root }) => redirect(`${root}/login/`)),
  'other-origin': onPage(async ({ origin, path }) => redirect(otherNameOf(origin) + path)),
  'server-error': onPage(
    answered({
      status: 500,
      body: '<!doctype html><title>500</title><h1>Internal Server Error</h1>',
      headers: { 'content-type': 'text/html' },
    }),
  ),
  reset: onPage(async () => 'reset'),
  hang: onPage(never),
  slow: onPage(after(5_000)),
  /** The page comes, and its script never does. */
  'no-script': at('/static/embedded.js', never),
  'token-refused': onToken(answered(UNAUTHORIZED)),
  /** The first token that comes is refused for good; any other will do. */
  'first-token-refused': onToken(async ({ root, headers }, next, memory) => {
    const token = String(headers['x-guesttoken'])
    if (!memory.has(root)) memory.set(root, token)
    return memory.get(root) === token ? UNAUTHORIZED : next()
  }),
  /** Takes the token, and stays white for ever. */
  blank: onToken(never),
  /** Takes the token, and turns its wheel for ever. */
  loading: at('/api/v1/dashboard/', never),
  /** Shows its dashboard after any deadline: 20 s. */
  late: at('/api/v1/dashboard/', after(20_000)),
  /** What blocked third-party storage does to it. */
  'no-storage': inPage,
  /** Takes no handshake. */
  deaf: inPage,
  /** Answers what shows that it lives, and no other call. */
  'dead-calls': inPage,
  /** Answers nothing any more from 5 s after it was loaded, like a page that crashed. */
  dies: inPage,
  /** Answers every call with rubbish. */
  'wrong-shapes': inPage,
} as const satisfies Record<string, Fault>

/** The same server by a name that is another origin, and another site. */
function otherNameOf(origin: string): string {
  return origin.includes('localhost')
    ? origin.replace('localhost', '127.0.0.1')
    : origin.replace('127.0.0.1', 'localhost')
}
