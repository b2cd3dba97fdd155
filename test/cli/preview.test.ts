import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { typed } from './typed'

const EXAMPLES = 'docs/examples/embeddable'

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'guestpass-cli-'))
})

afterAll(() => rm(directory, { recursive: true }))

const preview = (example: string, context: string, options = {}) =>
  typed(['preview', `${EXAMPLES}/${example}.yml`, '--context', context], options)

describe('guestpass preview', () => {
  test('prints the SQL with the values of the context marked', async () => {
    const { exitCode, output } = await preview(
      'safe',
      '{"countries": ["Canada", "France"], "customer": "Ana", "orgId": 7}',
    )
    expect(exitCode).toBe(0)
    expect(output).toBe(`orders.sql line 4, from countries[], customer, orgId
  SELECT * FROM orders WHERE country IN ('⟦Canada⟧', '⟦France⟧')
    AND customer = '⟦Ana⟧'
    AND organisation_id = ⟦7⟧

Nothing found.`)
  })

  test('prints each finding with its place and what to do, and exits with 1', async () => {
    const { exitCode, output } = await preview('quoted', '{"orgId": "acme"}')
    expect(exitCode).toBe(1)
    expect(output).toContain(`${EXAMPLES}/quoted.yml:7:29 injection-in-quotes`)
    expect(output).toContain("SELECT * FROM orders WHERE organisation = 'x' OR '1'='1'")
    expect(output).toContain('{% macro safe_text(value) -%}')
    expect(output).toMatch(/1 finding\.$/)
  })

  test('exits with 1 for a filter that is left out', async () => {
    const file = join(directory, 'orders.cube.yml')
    const id = 'COMPILE_CONTEXT.securityContext.orgId'
    const sql = `SELECT * FROM orders {% if ${id} %}WHERE org = {{ ${id} | int }}{% endif %}`
    await writeFile(file, `cubes:\n  - name: orders\n    sql: >\n      ${sql}\n`)
    const { exitCode, output } = await typed(['preview', file, '--context', '{}'])
    expect([exitCode, output]).toEqual([1, expect.stringContaining('filter-left-out')])
  })

  test('prints colours only on a terminal, and not when NO_COLOR is set', async () => {
    const ESCAPE = '\u001b['
    expect((await preview('quoted', '{"orgId": 7}', { columns: 80 })).output).toContain(
      `'${ESCAPE}33m${ESCAPE}4m7`,
    )
    expect((await preview('quoted', '{"orgId": 7}')).output).not.toContain(ESCAPE)
    const env = { NO_COLOR: '1' }
    expect((await preview('quoted', '{"orgId": 7}', { columns: 80, env })).output).not.toContain(ESCAPE)
  })

  test('escapes terminal control characters in values', async () => {
    const { output } = await preview('quoted', JSON.stringify({ orgId: '\u001b]0;owned\u0007\u202e' }))
    expect(output).toContain('⟦\\u001b]0;owned\\u0007\\u202e⟧')
  })

  test('prints JSON for another program', async () => {
    const words = ['preview', `${EXAMPLES}/quoted.yml`, '-c', '{"orgId": 7}', '--json']
    const { exitCode, output } = await typed(words)
    expect(exitCode).toBe(1)
    expect(JSON.parse(output)).toMatchObject({
      sql: [{ field: 'orders.sql', values: [{ path: 'orgId' }] }],
      findings: [{ code: 'injection-in-quotes', at: { line: 7, column: 29 } }],
    })
  })

  test('takes the context from a file, or from stdin', async () => {
    const file = join(directory, 'context.json')
    await writeFile(file, '{"orgId": "from a file"}')
    expect((await preview('quoted', `@${file}`)).output).toContain('⟦from a file⟧')
    expect((await preview('quoted', '-', { stdin: '{"orgId": "from stdin"}' })).output).toContain(
      '⟦from stdin⟧',
    )
  })
})

describe('wrong use exits with 2 and a message without values', () => {
  test.each([
    ['no command', [], ''],
    ['an unknown command', ['prewiew'], 'The command prewiew does not exist.'],
    ['no model', ['preview', '-c', '{}'], 'Which model?'],
    ['two models', ['preview', 'a.yml', 'b.yml', '-c', '{}'], 'Name only one model. Remove b.yml.'],
    ['no context', ['preview', `${EXAMPLES}/quoted.yml`], 'Which security context?'],
    ['an unknown option', ['preview', 'a.yml', '--contxt', '{}'], '--contxt'],
    [
      'a model that is not there',
      ['preview', 'nowhere.yml', '-c', '{}'],
      'nowhere.yml cannot be read (ENOENT)',
    ],
    [
      'a context that is not there',
      ['preview', `${EXAMPLES}/quoted.yml`, '-c', '@no.json'],
      'no.json cannot be read',
    ],
    [
      'a context that is not JSON',
      ['preview', `${EXAMPLES}/quoted.yml`, '-c', '{orgId: secret}'],
      'is not JSON',
    ],
    [
      'a context that is not an object',
      ['preview', `${EXAMPLES}/quoted.yml`, '-c', '["secret"]'],
      'is not an object',
    ],
    ['a file that is not a model', ['preview', 'package-lock.json', '-c', '[]'], 'is not an object'],
  ])('%s', async (_, words, warning) => {
    const { exitCode, warnings, output } = await typed(words)
    expect(exitCode).toBe(2)
    expect(warnings).toContain(warning)
    expect(warnings + output).not.toContain('secret')
  })
})

test.each([['--help'], ['preview', '--help'], ['preview', '-h']])(
  '%s %s explains and exits with 0',
  async (...words) => {
    const { exitCode, output } = await typed(words.filter(Boolean))
    expect(exitCode).toBe(0)
    expect(output).toContain('guestpass')
  },
)

test('prints exactly what the guide shows', async () => {
  const guide = await readFile('docs/security-context.md', 'utf8')
  const [, file = '', context = '', shown = ''] =
    /\$ npx guestpass preview (\S+) --context '([^'\n]*)'\n(.*?)\n```/s.exec(guide) ?? []
  const { output } = await typed(['preview', file, '--context', context])
  const [before = '', after = ''] = shown.split('\n…\n')
  expect(before).toContain('injection-in-quotes')
  expect(output.slice(0, before.length)).toBe(before)
  expect(output.slice(-after.length)).toBe(after)
})
