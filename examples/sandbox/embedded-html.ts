/** The page at /embedded/<id>: its TypeScript is bundled when the sandbox starts. */

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { build } from 'esbuild'
import { BASE_STYLE } from '../../src/testing/fake-superset/page/base-style.ts'
import { DASHBOARDS } from './dashboards.ts'
import type { Embedding } from './embedding.ts'
import type { Reply, Routes } from './http.ts'
import { isVersion, type Version } from './versions.ts'

export async function embeddedRoutes(version: Version, embedding: Embedding): Promise<Routes> {
  const { outputFiles } = await build({
    entryPoints: ['embedded.ts', 'embedded.css'].map((name) => join(import.meta.dirname, 'page', name)),
    outdir: '/',
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    write: false,
  })
  const text = (extension: string) => outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? ''
  const serve = (body: string, type: string) => () => ({
    status: 200,
    body,
    headers: { 'content-type': `${type}; charset=utf-8` },
  })
  return {
    'GET /static/embedded.js': serve(text('.js'), 'text/javascript'),
    'GET /static/embedded.css': serve(BASE_STYLE + text('.css'), 'text/css'),
    'GET /embedded/{id}'(request, id) {
      const dashboard = DASHBOARDS.find(({ embedId }) => embedId === id)
      if (!dashboard) return htmlReply(404, '<!doctype html><title>404</title><h1>Page not found</h1>')
      if (!embedding.allows(dashboard, request)) {
        return { status: 403, body: { errors: [{ message: '403 Forbidden' }] } }
      }
      // Superset does not have this parameter. With it, one test can see the pages of several releases.
      const wanted = request.query.get('page_version')
      const html = documentOf({
        dashboard: String(dashboard.numericId),
        root: request.root,
        version: isVersion(wanted) ? wanted : version,
        'allowed-domains': JSON.stringify(embedding.allowedDomains(dashboard)),
      })
      // The cookie starts a new session, and so ends a session that the viewer has here.
      return htmlReply(200, html, { 'set-cookie': `session=${randomUUID()}; HttpOnly; Path=/; SameSite=Lax` })
    },
    'GET /login/': () => htmlReply(200, LOGIN),
  }
}

function htmlReply(status: number, body: string, headers: Reply['headers'] = {}): Reply {
  return {
    status,
    body,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...headers },
  }
}

/** Like the document of Superset, it contains no data of the dashboard. The page needs a token to load them. */
function documentOf(data: Readonly<Record<string, string>>): string {
  const { root } = data
  const attributes = Object.entries(data).map(([name, value]) => ` data-${name}="${escaped(value)}"`)
  return `<!doctype html>
<html lang="en"${attributes.join('')}>
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Embedded dashboard</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${root}/static/embedded.css">
    <script type="module" src="${root}/static/embedded.js"></script>
  </head>
  <body></body>
</html>
`
}

function escaped(value: string): string {
  return value.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

const LOGIN = `<!doctype html>
<html lang="en">
  <title>Sign in</title>
  <form method="post">
    <label>Username <input name="username"></label>
    <label>Password <input name="password" type="password"></label>
    <button>Sign in</button>
  </form>
</html>
`
