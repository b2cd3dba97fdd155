import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createColours } from '../../../src/cli/colours'
import type { Terminal } from '../../../src/cli/command'
import { readRules } from '../../../src/cli/doctor/rules'
import { rls } from '../../../src/server'
import { typed } from '../typed'

const nobody: typeof globalThis.fetch = () => Promise.reject(new TypeError('fetch failed'))

test('exits with 2 without an answer, and gives a reason for every skipped check', async () => {
  const { exitCode, output } = await typed(['doctor', '--superset', 'https://bi.example.com', '--json'], {
    fetch: nobody,
  })
  const { findings } = JSON.parse(output)
  expect(exitCode).toBe(2)
  expect(findings[0]).toMatchObject({ status: 'fail', id: 'no-answer' })
  for (const one of findings.slice(1)) expect(one).toMatchObject({ status: 'skipped', what: /./ })
})

test('shows the same to a person', async () => {
  const { output } = await typed(['doctor', '--superset', 'https://bi.example.com/'], { fetch: nobody })
  expect(output).toMatch(/^https:\/\/bi\.example\.com\n/)
  expect(output).toMatch(/✗ no-answer +No answer from https:\/\/bi\.example\.com\/health/)
  expect(output).toMatch(/\n\n1 to fix, \d+ skipped$/)
})

test('uses the access token when the variable of the username is empty', async () => {
  const asked: string[] = []
  const env = { GUESTPASS_SUPERSET_USERNAME: '', GUESTPASS_SUPERSET_ACCESS_TOKEN: 'canary-of-a-token' }
  const fetch: typeof globalThis.fetch = async (input) => {
    asked.push(String(input))
    return new Response('OK')
  }
  await typed(['doctor', '--superset', 'https://bi.example.com'], { env, fetch })
  expect(asked).toContain('https://bi.example.com/api/v1/security/csrf_token/')
})

describe('wrong use exits with 2 and repeats nothing secret', () => {
  test.each([
    ['no Superset', [], 'Which Superset?'],
    ['an address without a scheme', ['--superset', 'bi.example.com'], '--superset'],
    ['a password in an address', ['--superset', 'https://ada:secret@bi.example.com'], '--superset contains'],
    ['an origin without a scheme', ['--origin', 'app.example.com'], '--origin is not an address'],
    ['a password in the origin', ['--origin', 'https://ada:secret@app.example.com'], '--origin contains'],
    ['a token route without a scheme', ['--token-url', '/guest-token'], '--token-url is not an address'],
    ['rules that are not JSON', ['--rls', '[{"clause": secret}]'], 'rls'],
    [
      'a misspelt field of a rule',
      ['--rls', '[{"clause": "org = \'secret\'", "datasource": 3}]'],
      'datasource',
    ],
    ['rules that are not there', ['--rls', '@nowhere.json'], 'nowhere.json cannot be read (ENOENT)'],
    ['no password, without a terminal to ask', ['--username', 'ada'], 'GUESTPASS_SUPERSET_PASSWORD'],
    ['a rule that is one word too many', ['--rls', 'a = 1', "org = 'secret'"], 'Only options are understood'],
    ['an unknown option', ['--dashbord', 'x'], '--dashbord'],
    [
      'a database that rls does not know',
      ['--rls-database', 'ansi'],
      '--rls-database is unknown. Use one of',
    ],
    ['a module that is not there', ['--rls', '@nowhere.mjs'], 'nowhere.mjs cannot be read (ENOENT)'],
  ])('%s', async (_, words, warning) => {
    const superset =
      words.includes('--superset') || _ === 'no Superset' ? [] : ['--superset', 'https://bi.example.com']
    const { exitCode, warnings, output } = await typed(['doctor', ...superset, ...words], { fetch: nobody })
    expect(exitCode).toBe(2)
    expect(warnings).toContain(warning)
    expect(warnings + output).not.toContain('secret')
  })
})

describe('rules', () => {
  let directory: string

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'guestpass-doctor-'))
  })

  afterAll(() => rm(directory, { recursive: true }))

  const read = (words: readonly string[], stdin = '', database?: string) => {
    const terminal: Pick<Terminal, 'readStdin' | 'colours'> = {
      readStdin: async () => stdin,
      colours: createColours(false, {}),
    }
    return readRules(words, terminal as Terminal, database)
  }

  test('are clauses, JSON, files and stdin, together', async () => {
    const file = join(directory, 'rules.json')
    await writeFile(file, '[{"clause": "b = 2", "datasets": [3]}]')
    expect(await read(['a = 1', `@${file}`, '{"clause": "c = 3"}', '-'], '[{"clause": "d = 4"}]')).toEqual([
      { number: 1, clause: 'a = 1', isBuilt: false },
      { number: 2, clause: 'b = 2', isBuilt: false, dataset: 3 },
      { number: 3, clause: 'c = 3', isBuilt: false },
      { number: 4, clause: 'd = 4', isBuilt: false },
    ])
  })

  test('are a module’s default export, or what it returns', async () => {
    const file = join(directory, 'rules.mjs')
    await writeFile(
      file,
      "export default async () => [{ clause: 'a = 1', datasets: [3, 4] }, { clause: 'b = 2' }]",
    )
    expect(await read([`@${file}`, 'c = 3'], '', 'sqlite')).toEqual([
      { number: 1, clause: 'a = 1', isBuilt: false, dataset: 3, database: 'sqlite' },
      { number: 1, clause: 'a = 1', isBuilt: false, dataset: 4, database: 'sqlite' },
      { number: 2, clause: 'b = 2', isBuilt: false, database: 'sqlite' },
      { number: 3, clause: 'c = 3', isBuilt: false, database: 'sqlite' },
    ])
  })

  test('are refused when JSON has lost their built clauses', async () => {
    const clause = rls('sqlite').eq('org', 'canary')
    const reading = read([JSON.stringify([{ clause: 'a = 1' }, { clause }])])
    await expect(reading).rejects.toMatchObject({
      code: 'option-invalid',
      message: expect.stringContaining('Rule 2 was written as JSON'),
    })
  })

  test('are named in a problem by their position among all rules', async () => {
    const reading = read(['a = 1', '[{"clause": "b = 2"}, {"clause": "canary", "datasets": [3, 3]}]'])
    await expect(reading).rejects.toMatchObject({ message: expect.stringContaining('rls[2].datasets[1]') })
    await expect(reading).rejects.not.toMatchObject({ message: expect.stringContaining('canary') })
  })

  test('may start with a bracket of SQL', async () => {
    expect(await read(['[country] = 1'])).toMatchObject([{ clause: '[country] = 1' }])
  })

  test('may start with Jinja', async () => {
    const clause = '{{ current_user_id() }} = owner'
    expect(await read([clause])).toMatchObject([{ clause }])
  })
})
