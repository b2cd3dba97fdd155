import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installPacked } from './packed'

const APP = '.cache/rules-module'
const ACCOUNT = { GUESTPASS_SUPERSET_USERNAME: 'ada', GUESTPASS_SUPERSET_PASSWORD: 'canary' }

let superset: Server
let url: string

beforeAll(async () => {
  installPacked(APP)
  superset = createServer((request, response) => {
    const { status, body } = answerTo(request.url ?? '')
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => superset.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(superset.address() as AddressInfo).port}`
})

afterAll(() => {
  superset?.close()
  rmSync(APP, { recursive: true, force: true })
})

describe('doctor --rls @module, of the packed package', () => {
  test.each([
    ['a list', "export default [{ clause: rls('bigquery').eq('org', 'canary') }]"],
    ['a function', "export default () => [{ clause: rls('bigquery').eq('org', 'canary') }]"],
    ['an async function', "export default async () => ({ clause: rls('bigquery').eq('org', 'canary') })"],
  ])('compares built clauses with the database of a dataset: %s', async (_, source) => {
    const { findings } = await doctor(source)
    expect(findings).toContain('ok rls-database')
    expect((await doctor(source.replace('bigquery', 'postgresql'))).findings).toContain(
      'fail rls-wrong-database',
    )
  })

  test('reads the tables that a clause for ClickHouse needs', async () => {
    const rule = "{ clause: rls('clickhousedb').eq('org', 7), datasets: [{ id: 3, table: 'orders' }] }"
    expect((await doctor(`export default [${rule}]`)).findings).toContain('fail rls-wrong-database')
  })

  test('refuses clauses that another copy built, with what to do', async () => {
    const copy = join(APP, 'other/node_modules/guestpass')
    mkdirSync(copy, { recursive: true })
    cpSync(join(APP, 'node_modules/guestpass'), copy, { recursive: true })
    const { output } = await doctor(
      "export default [{ clause: rls('bigquery').eq('org', 'canary') }]",
      'other',
    )
    expect(output).toContain('Rule 1 was built by another copy of guestpass.')
    expect(output).not.toContain('canary')
  })

  test.each([
    ['throws', "throw new Error('canary')"],
    ['has no default export', "export const rules = rls('bigquery')"],
    ['throws when it is called', "export default () => { throw new TypeError('canary') }"],
    ['is not JavaScript', 'export default canary canary'],
  ])('refuses a module that %s, without its text', async (_, source) => {
    const { exitCode, output } = await doctor(source)
    expect(exitCode).toBe(2)
    expect(output).toContain('rules.mjs')
    expect(output).not.toContain('canary')
  })
})

/** Runs the command line of the packed package, with the rules in `folder` of the app. */
async function doctor(source: string, folder = '.') {
  writeFileSync(join(APP, folder, 'rules.mjs'), `import { rls } from 'guestpass/server'\n${source}\n`)
  const words = ['doctor', '--superset', url, '--dashboard', 'an-embed-id', '--json']
  const args = ['node_modules/guestpass/dist/cli.js', ...words, '--rls', `@${join(folder, 'rules.mjs')}`]
  return new Promise<{ exitCode: number; output: string; findings: readonly string[] }>((resolve) => {
    const env = { ...process.env, ...ACCOUNT }
    execFile(process.execPath, args, { cwd: APP, env }, (error, stdout, stderr) => {
      const { findings = [] } = stdout ? JSON.parse(stdout) : {}
      resolve({
        exitCode: Number(error?.code ?? 0),
        output: stdout + stderr,
        findings: findings.map(({ status, id }: { status: string; id: string }) => `${status} ${id}`),
      })
    })
  })
}

/** As much of Superset as the rules' database takes. */
function answerTo(path: string): { readonly status: number; readonly body: unknown } {
  const page = `<div data-bootstrap="${JSON.stringify(BOOTSTRAP).replaceAll('"', '&#34;')}"></div>`
  const answers: Readonly<Record<string, unknown>> = {
    '/health': 'OK',
    '/login/': page,
    '/embedded/an-embed-id': page,
    '/api/v1/security/login': { access_token: 'a.b.c' },
    '/api/v1/security/csrf_token/': { result: 'a-csrf-token' },
    '/api/v1/embedded_dashboard/an-embed-id': { result: { allowed_domains: [], dashboard_id: '1' } },
    '/api/v1/dashboard/1': { result: { json_metadata: '{}' } },
    '/api/v1/dashboard/1/datasets': { result: [{ id: 3 }] },
    '/api/v1/dataset/3': { result: DATASET },
  }
  return path in answers ? { status: 200, body: answers[path] } : { status: 404, body: {} }
}

const BOOTSTRAP = {
  common: {
    feature_flags: { EMBEDDED_SUPERSET: true },
    menu_data: { navbar_right: { version_string: '6.1.0' } },
  },
}

const DATASET = {
  table_name: 'orders',
  schema: 'sales',
  columns: [{ column_name: 'org' }],
  database: { id: 1, backend: 'bigquery' },
}
