import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import type { Superset } from '../../scripts/superset/serve.ts'
import type { Finding } from '../../src/cli/doctor/finding.ts'
import { noteCell, test } from './fixtures.ts'

interface Visit {
  readonly words?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** What the built command finds wrong, with its exit code. */
function visit(superset: Superset, { words = [], env = {} }: Visit): Promise<string> {
  const dashboard = superset.dashboards.find(({ slug }) => slug === 'compatibility')
  const given = [
    ...['dist/cli.js', 'doctor', '--json', '--superset', superset.url, '--origin', 'http://localhost:4000'],
    ...['--dashboard', dashboard?.embedId ?? '', ...words],
  ]
  const account = {
    GUESTPASS_SUPERSET_USERNAME: superset.username,
    GUESTPASS_SUPERSET_PASSWORD: superset.password,
  }
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, ...account, ...env } }
    const child = execFile(process.execPath, given, options, (_error, stdout, stderr) => {
      if (stderr) return reject(new Error(stderr))
      const findings: readonly Finding[] = JSON.parse(stdout).findings
      const ids = findings.filter(({ status }) => status === 'warn' || status === 'fail').map(({ id }) => id)
      return resolve(`${child.exitCode}: ${[...new Set(ids)].join(', ') || 'nothing'}`)
    })
  })
}

const secretOnly = ({ guestSecret, audience }: Superset, secret = guestSecret): Visit => ({
  words: ['--audience', audience],
  env: { GUESTPASS_SUPERSET_USERNAME: '', GUESTPASS_GUEST_SECRET: secret },
})

const VISITS: Readonly<Record<string, (superset: Superset) => Visit>> = {
  'a dashboard that works': () => ({}),
  'a dashboard that works, with a rule': () => ({
    words: ['--rls', "country = 'USA'", '--rls-database', 'sqlite'],
  }),
  'only the secret of the app': (superset) => secretOnly(superset),
  'another secret': (superset) => secretOnly(superset, 'another-secret-0123456789-abcdefghijk'),
  'another algorithm': (superset) => ({
    words: ['--algorithm', 'HS512'],
    env: { GUESTPASS_GUEST_SECRET: superset.guestSecret },
  }),
  'another embed id': () => ({ words: ['--dashboard', randomUUID()] }),
  'another column in a rule': () => ({ words: ['--rls', 'tenant = 7', '--rls-database', 'sqlite'] }),
  'another password': () => ({ env: { GUESTPASS_SUPERSET_PASSWORD: 'another' } }),
}

test.describe('The doctor: its exit code, and what it finds', () => {
  for (const [name, words] of Object.entries(VISITS)) {
    test(name, async ({ platform }, info) => noteCell(info, await visit(platform, words(platform))))
  }
})
