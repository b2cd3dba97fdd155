import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'
import type { Express } from 'express'

/**
 * Bundles a page for browsers and serves its files: `/page.js`, and the parts that this file loads on demand. It runs
 * what is built, in `dist`.
 *
 * @param entry the source of the page
 */
export async function servePage(app: Express, entry: URL, options: BuildOptions): Promise<void> {
  const { outputFiles = [] } = await build({
    outdir: '/',
    ...options,
    entryPoints: { page: fileURLToPath(entry) },
    chunkNames: 'parts/[name]-[hash]',
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    logLevel: 'error',
    // The checkout's own would lead `guestpass` to its sources.
    tsconfigRaw: {},
  })
  for (const { path: file, text } of outputFiles) {
    const address = file.split(path.sep).join('/')
    app.get(address, (_request, response) => void response.type('js').send(text))
  }
}
