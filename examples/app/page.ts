/** The page of the demo, served by the same server as its API: one process, one port. */

import type { Server } from 'node:http'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import express, { type Express } from 'express'
import { build, createServer } from 'vite'

const ROOT = import.meta.dirname
const PROJECT = join(ROOT, '../..')

export async function servePage(
  app: Express,
  server: Server,
  { dev, dashboardsFile }: { readonly dev: boolean; readonly dashboardsFile: string },
): Promise<{ stop(): Promise<void> }> {
  const config = {
    configFile: false as const,
    root: ROOT,
    plugins: [react()],
    logLevel: 'warn' as const,
    // Another Superset has other ids.
    resolve: { alias: [{ find: /^\.\.?\/dashboards$/, replacement: dashboardsFile }] },
  }
  if (!dev) {
    const outDir = join(PROJECT, '.cache/demo-app')
    await build({ ...config, build: { outDir, emptyOutDir: true } })
    app.use(express.static(outDir))
    return { stop: async () => {} }
  }
  const vite = await createServer({
    ...config,
    cacheDir: join(PROJECT, '.cache/demo-vite'),
    server: { middlewareMode: true, hmr: { server }, fs: { allow: [PROJECT] } },
    // Known in advance, so that no late discovery reloads the page.
    optimizeDeps: {
      include: [
        'react',
        'react-dom/client',
        'react/jsx-dev-runtime',
        'swr',
        'jose/jwt/decode',
        '@superset-ui/embedded-sdk',
      ],
    },
  })
  app.use(vite.middlewares)
  return { stop: () => vite.close() }
}
