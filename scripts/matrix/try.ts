import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright'
import type { Sandbox } from '../../examples/sandbox/sandbox.ts'
import { type Consumer, run } from './consumer.ts'
import { serveBuilt } from './host.ts'
import { askRoute } from './route.ts'
import { type Look, type Seen, seeDashboard } from './see-dashboard.ts'
import { seeEvents } from './see-events.ts'
import { whileServing } from './server.ts'

/** What was seen, in words, and the sizes where a bundler had a part in it. */
export interface Tried {
  readonly seen: string
  readonly sizes?: Seen & { readonly builtBytes: number }
}

/** Builds an app whose packages are installed, runs it, and throws when it does not do what it is for. */
export async function tryConsumer(
  { kind }: Consumer,
  copy: string,
  sandbox: Sandbox,
  browser: Browser,
): Promise<Tried> {
  return KINDS[kind](copy, sandbox, browser)
}

const KINDS: Record<
  Consumer['kind'],
  (copy: string, sandbox: Sandbox, browser: Browser) => Promise<Tried> | Tried
> = {
  async page(copy, sandbox, browser) {
    run(copy, 'npm', ['run', '--silent', 'build'])
    return seeBuilt(copy, sandbox, browser)
  },

  async element(copy, sandbox, browser) {
    run(copy, 'npm', ['run', '--silent', 'build'])
    const tried = await seeBuilt(copy, sandbox, browser, { figure: USA, use: seeEvents })
    return {
      ...tried,
      seen: 'built; the element takes objects as properties, and dispatches `ready` and `select`',
    }
  },

  async next(copy, sandbox, browser) {
    // As it runs elsewhere: without what the server will know.
    run(copy, 'npm', ['run', '--silent', 'build'], {
      GUEST_SECRET: '',
      SUPERSET_URL: '',
      GUEST_AUDIENCE: '',
    })
    const start = (port: number) => ['node_modules/next/dist/bin/next', 'start', '-p', String(port)]
    const look = { cookie: 'app_session=session-of-ana', figure: USA, picture: pictureOf(copy) }
    const seen = await whileServing(copy, start, sandbox, (url) => seeDashboard(browser, { ...look, url }))
    return {
      seen: 'built and started; the dashboard is ready in Chromium',
      sizes: { ...seen, builtBytes: bytesOf(`${copy}/.next/static`) },
    }
  },

  async route(copy, sandbox) {
    await whileServing(
      copy,
      () => ['server.js'],
      sandbox,
      (url) => askRoute(url, sandbox),
    )
    return { seen: 'mints what the sandbox believes; 401 for nobody, 403 for another site' }
  },

  types(copy) {
    run(copy, 'npm', ['run', '--silent', 'start'])
    return { seen: 'the types of every entry hold, looked into without `skipLibCheck`' }
  },

  script: (copy) => ({ seen: run(copy, 'npm', ['run', '--silent', 'start']).trim() }),

  program(copy) {
    const start = ['run', '--silent', 'start']
    const pinned = run(copy, 'npm', start).trim()
    // The same with the Node that runs this, in place of the one it pins.
    const current = run(copy, process.execPath, ['require.js']).trim()
    return { seen: `\`require\` of ${pinned}, and of ${current}` }
  },
}

/** The revenue that the sandbox shows to a viewer of all rows, and to a viewer of the rows of the USA. */
const EVERYTHING = '$ 10.0M'
const USA = '$ 3.63M'

/** Opens a page that a bundler has built. */
async function seeBuilt(
  copy: string,
  sandbox: Sandbox,
  browser: Browser,
  look: Pick<Look, 'figure' | 'use'> = { figure: EVERYTHING },
): Promise<Tried> {
  const host = await serveBuilt(copy, sandbox)
  try {
    const url = `${host.url}/?id=${sandbox.dashboards[0]?.embedId}`
    const seen = await seeDashboard(browser, { ...look, url, picture: pictureOf(copy) })
    return {
      seen: 'built; the dashboard is ready in Chromium',
      sizes: { ...seen, builtBytes: bytesOf(`${copy}/dist`) },
    }
  } finally {
    await host.stop()
  }
}

/** What a person can look at afterwards. */
const pictureOf = (copy: string): string => `.cache/matrix/${basename(copy)}.png`

const bytesOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(js|css)$/.test(file))
    .reduce((sum, file) => sum + gzipSync(readFileSync(`${folder}/${file}`)).length, 0)
