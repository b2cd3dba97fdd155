import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../examples/sandbox/sandbox.ts'
import { typed } from '../cli/typed'
import { accountOf } from '../helpers/generated-descriptor'

const MODULE = 'examples/app/dashboards.ts'
const COMMAND = `Start the sandbox with "npx node examples/sandbox/sandbox.ts" and run "npx guestpass generate sales --superset http://localhost:8088 --username admin --out ${MODULE}".`

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())

const generate = (...words: readonly string[]) =>
  typed(['generate', ...words, '--superset', sandbox.url], { env: accountOf(sandbox) })

test('guestpass generate writes the checked-in descriptor of the demo from the sandbox', async () => {
  const { exitCode, output } = await generate('sales')
  expect(exitCode).toBe(0)
  expect(`${output}\n`, COMMAND).toBe(readFileSync(MODULE, 'utf8'))
})

test('guestpass generate --check accepts the descriptor of the demo', async () => {
  expect(await generate('--check', '--out', MODULE)).toMatchObject({ exitCode: 0 })
})

test('guestpass generate reads all dashboards of the sandbox', async () => {
  const { exitCode, output } = await generate()
  expect(exitCode).toBe(0)
  expect([...output.matchAll(/^export const (\w+)/gm)].map(([, name]) => name)).toEqual([
    'orderBook',
    'productLines',
    'sales',
  ])
})

test('visitors cannot read the structure of dashboards', async () => {
  for (const path of ['/api/v1/dashboard/', '/api/v1/dashboard/1/embedded', '/api/v1/dataset/1']) {
    expect((await fetch(sandbox.url + path)).status).toBeGreaterThanOrEqual(400)
  }
})
