/** The page at /embedded/<id>: its TypeScript is bundled when the sandbox starts. */

import { join } from 'node:path'
import { build } from 'esbuild'
import { DASHBOARDS } from './dashboards.ts'
import type { Reply, Routes } from './http.ts'
import { isVersion, type Version } from './versions.ts'

export async function embeddedRoutes(version: Version): Promise<Routes> {
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
    'GET /static/embedded.css': serve(text('.css'), 'text/css'),
    'GET /embedded/{id}'({ root, query }, id) {
      const dashboard = DASHBOARDS.find(({ embedId }) => embedId === id)
      if (!dashboard) return { status: 404, body: { message: 'Not found' } }
      // Superset knows no such parameter: it lets one test see several releases.
      const wanted = query.get('page_version')
      return htmlReply(
        documentOf({
          dashboard: String(dashboard.numericId),
          root,
          version: isVersion(wanted) ? wanted : version,
        }),
      )
    },
    'GET /login/': () => htmlReply(LOGIN),
  }
}

function htmlReply(body: string): Reply {
  return {
    status: 200,
    body,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  }
}

/** Like Superset's, it tells nothing of the dashboard: that takes a token. */
function documentOf(data: {
  readonly dashboard: string
  readonly root: string
  readonly version: Version
}): string {
  const { dashboard, root, version } = data
  return `<!doctype html>
<html lang="en" data-dashboard="${dashboard}" data-root="${root}" data-version="${version}">
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
