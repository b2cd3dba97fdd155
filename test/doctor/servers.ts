import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import path from 'node:path'
import { build } from 'esbuild'
import { listen } from '../../scripts/listen'
import { guestTokenHandler, supersetJwt } from '../../src/server'

/** What a server answers in place of what it would. */
export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

type Answering = (incoming: Pick<IncomingMessage, 'method' | 'url'>) => Answer | undefined

/** A server whose answers a fault can change. */
export interface Changeable {
  readonly url: string
  /** Returns what takes the answers back. */
  answerWith(answer: Answering): () => void
  close(): Promise<void>
}

export interface App extends Changeable {
  /** The address of Superset, which the app also serves under the path `/bi`. */
  superset: string
  /** Returns the tokens of the viewer who opens the page. */
  mint?: ((request: Request) => Promise<Response>) | undefined
}

/** The app's page. It shows the dashboard whose embed id is in its address. */
export const PAGE =
  '<!doctype html><title>App</title><div></div><script type="module" src="/page.js"></script>'

/** An app: its page with its session cookie, its token route for a visitor who is not signed in, and the token route of its page. */
export async function startApp(): Promise<App> {
  const issuer = supersetJwt({
    url: 'http://localhost',
    secret: 'canary-of-the-app',
    audience: 'an-audience',
  })
  const route = guestTokenHandler({ issuer, authorize: () => null, onError: () => {} })
  let script: Promise<string> | undefined
  const app: App = await serve(async (incoming, outgoing) => {
    const { url = '/', method = 'GET' } = incoming
    if (url.startsWith('/bi/')) return forward(app.superset + url.slice('/bi'.length), incoming, outgoing)
    if (url === '/page.js') {
      script ??= bundlePage()
      return outgoing.writeHead(200, { 'content-type': 'text/javascript' }).end(await script)
    }
    const mint = { '/guest-token': route, '/viewer/guest-token': app.mint }[url]
    if (!mint) {
      outgoing.writeHead(isPage(url) ? 200 : 404, {
        'content-type': 'text/html',
        'set-cookie': 'app_session=canary; Path=/; HttpOnly; SameSite=Lax',
      })
      return outgoing.end(PAGE)
    }
    const body = method === 'POST' ? Buffer.concat(await incoming.toArray()) : undefined
    const headers = new Headers(incoming.headers as Record<string, string>)
    const answer = await mint(new Request(app.url + url, { method, headers, ...(body && { body }) }))
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers))
    return outgoing.end(await answer.text())
  })
  return app
}

export const isPage = (url: string | undefined) => /^\/($|\?)/.test(url ?? '/')

async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, 'page.ts')],
    bundle: true,
    format: 'esm',
    write: false,
  })
  return outputFiles.map(({ text }) => text).join('')
}

/** A proxy in front of Superset. It passes everything on until a test changes it. */
export const startProxy = (superset: string): Promise<Changeable> =>
  serve((incoming, outgoing) => forward(superset + incoming.url, incoming, outgoing))

function forward(address: string, incoming: IncomingMessage, outgoing: ServerResponse) {
  const { method, headers } = incoming
  const onward = request(address, { method, headers }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers)
    response.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  incoming.pipe(onward)
}

async function serve(handle: (incoming: IncomingMessage, outgoing: ServerResponse) => unknown) {
  let changed: Answering = () => undefined
  const server: Server = createServer((incoming, outgoing) => {
    const answer = changed(incoming)
    if (!answer) return void handle(incoming, outgoing)
    incoming.resume()
    outgoing.writeHead(answer.status ?? 200, answer.headers).end(answer.body)
  })
  const { port, stop } = await listen(server, '127.0.0.1')
  return {
    url: `http://localhost:${port}`,
    superset: '',
    answerWith(answer: Answering) {
      changed = answer
      return () => {
        changed = () => undefined
      }
    },
    close: stop,
  }
}
