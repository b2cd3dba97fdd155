/** `npm start`: a Superset, real or stand-in, and the demo app on it. */

import { createServer } from 'node:net'
import { parseArgs } from 'node:util'
import { generateDashboards } from './generate-dashboards.ts'
import { type SupersetServer, startApp } from './server.ts'

const DEFAULT_PORT = 4000

const { values } = parseArgs({
  options: {
    superset: { type: 'boolean', default: false },
    port: { type: 'string' },
    issuer: { type: 'string', default: 'jwt' },
  },
})

const superset = await startSuperset()
const app = await startApp({
  superset,
  dashboardsFile: values.superset ? generateDashboards(superset) : undefined,
  port: values.port ? Number(values.port) : (await isFree(DEFAULT_PORT)) ? DEFAULT_PORT : 0,
  issuer: values.issuer === 'api' ? 'api' : 'jwt',
})
console.log(`
  The demo:   ${app.url}
  Superset:   ${superset.url}${values.superset ? '' : ' (a stand-in; --superset runs the real one)'}

  Ctrl-C stops both.
`)

let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, async () => {
    if (isStopping) process.exit(1)
    isStopping = true
    await app.stop()
    await superset.stop()
    process.exit(0)
  })
}

interface Running extends SupersetServer {
  stop(): Promise<void>
}

async function startSuperset(): Promise<Running> {
  if (!values.superset) return (await import('../sandbox/sandbox.ts')).startSandbox()
  // Only who asks for the real one needs what it is made of.
  const path = '../../scripts/superset/serve.ts'
  const real: { startSuperset(): Promise<Running> } = await import(path)
  return real.startSuperset()
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
