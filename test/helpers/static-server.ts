import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { listen } from '../../scripts/listen.ts'

export interface StaticServer {
  readonly url: string
  stop(): Promise<void>
}

/** Serves the files of a folder, also by addresses without `.html` and `index.html`, and lets the browser cache them. */
export async function serveFolder(root: string): Promise<StaticServer> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const file = fileAt(join(root, normalize(decodeURIComponent(pathname))))
    try {
      const body = await readFile(file)
      response
        .writeHead(200, {
          'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
          'cache-control': 'max-age=3600',
        })
        .end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  const { port, stop } = await listen(server, 'localhost')
  return { url: `http://localhost:${port}`, stop }
}

function fileAt(path: string): string {
  if (existsSync(`${path}.html`)) return `${path}.html`
  return existsSync(path) && statSync(path).isDirectory() ? join(path, 'index.html') : path
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
}
