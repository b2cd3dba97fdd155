/** The page at /embedded/<id>: its TypeScript is bundled when the sandbox starts. */

import { join } from 'node:path'
import { build } from 'esbuild'
import { DASHBOARDS } from './dashboards.ts'
import type { Routes } from './http.ts'

export async function embeddedRoutes(): Promise<Routes> {
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
    'GET /embedded/{id}'(_request, id) {
      const dashboard = DASHBOARDS.find(({ embedId }) => embedId === id)
      if (!dashboard) return { status: 404, body: { message: 'Not found' } }
      return {
        status: 200,
        body: html(dashboard.numericId),
        headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
      }
    },
  }
}

/** Like Superset's, it tells nothing of the dashboard: that takes a token. */
function html(numericId: number): string {
  return `<!doctype html>
<html lang="en" data-dashboard="${numericId}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Embedded dashboard</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/static/embedded.css">
    <script type="module" src="/static/embedded.js"></script>
  </head>
  <body></body>
</html>
`
}
