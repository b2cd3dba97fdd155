import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from '@playwright/test'
import { installationOf } from '../../scripts/superset/paths.ts'
import { test } from '../e2e/fixtures.ts'
import type { TestPlatform } from '../e2e/platform.ts'

interface Typed {
  readonly exitCode: number
  readonly output: string
}

/** Runs the built command as a person does, and sees to it that the password does not come out. */
function typed({ url, username, password }: TestPlatform, words: readonly string[]): Promise<Typed> {
  const env = {
    ...process.env,
    GUESTPASS_SUPERSET_USERNAME: username,
    GUESTPASS_SUPERSET_PASSWORD: password,
  }
  return new Promise((resolve) => {
    const all = ['dist/cli.js', ...words, '--superset', url]
    const child = execFile(process.execPath, all, { env }, (_error, stdout, stderr) => {
      const output = stdout + stderr
      expect(output.includes(password), 'the password has come out').toBe(false)
      resolve({ exitCode: child.exitCode ?? -1, output })
    })
  })
}

const json = async (platform: TestPlatform, words: readonly string[]) =>
  JSON.parse((await typed(platform, [...words, '--json'])).output)

/** A dashboard that no other spec uses, because the other specs run at the same time on the same database. */
const UNTABBED = 'Without tabs'

test('every dashboard of several pages is listed, with its embed id', async ({ platform }) => {
  const added = addDashboards(105)
  try {
    const all = (await json(platform, ['dashboards'])) as readonly {
      readonly title: string
      readonly embedId: string | null
    }[]
    // Other specs add and remove dashboards at the same time.
    const titles = platform.dashboards.map(({ title }) => title)
    const listed = all.filter(({ title }) => titles.includes(title) || title.startsWith('Filler '))
    expect(listed).toHaveLength(platform.dashboards.length + 105)
    for (const { title, embedId } of platform.dashboards) {
      expect(listed).toContainEqual(expect.objectContaining({ title, embedId, allowedDomains: [] }))
    }
    expect(listed.filter(({ embedId }) => embedId === null)).toHaveLength(105)
  } finally {
    added.remove()
  }
})

test('enable embeds a dashboard only for the app', async ({ platform }) => {
  const embedId = platform.dashboards.find(({ title }) => title === UNTABBED)?.embedId
  const page = (referer: string) =>
    fetch(`${platform.url}/embedded/${embedId}`, { headers: { referer } }).then(({ status }) => status)
  try {
    const first = await typed(platform, ['enable', UNTABBED, '--allow', 'app.example.com'])
    expect(first.exitCode).toBe(0)
    expect(first.output).toContain('https://app.example.com  new, with the https:// that it lacked')
    expect(first.output).toContain(`<EmbeddedDashboard id="${embedId}" />`)
    expect([await page('https://app.example.com/'), await page('https://evil.example/')]).toEqual([200, 403])

    expect(await json(platform, ['enable', String(embedId), '--allow', 'localhost:3000'])).toMatchObject({
      embedId,
      allowedDomains: ['https://app.example.com', 'http://localhost:3000'],
      isChanged: true,
    })
    expect(await json(platform, ['enable', 'untabbed', '--allow', 'localhost:3000'])).toMatchObject({
      isChanged: false,
    })
    expect(await page('http://localhost:3000/x')).toBe(200)
  } finally {
    await typed(platform, ['enable', UNTABBED, '--allow-everybody'])
  }
  expect(await page('https://evil.example/')).toBe(200)
})

test('on a terminal the command asks for the password, and does not show it', async ({ platform }) => {
  const { url, username, password } = platform
  const words = ['dist/cli.js', 'dashboards', '--superset', url, '--username', username]
  const env: NodeJS.ProcessEnv = { ...process.env, COLUMNS: '80' }
  delete env.GUESTPASS_SUPERSET_PASSWORD
  const terminal = [
    '-c',
    'import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)',
    process.execPath,
    ...words,
  ]
  const child = spawn(installationOf().venvPython, terminal, { env })
  let shown = ''
  child.stdout.on('data', (chunk) => {
    shown += chunk
    if (shown.endsWith('Password of admin: '))
      child.stdin.write(`wrong\u007f\u007f\u007f\u007f\u007f${password}\r`)
  })
  const exitCode = await new Promise((resolve) => child.once('close', resolve))
  expect(shown.includes(password), 'the password is shown').toBe(false)
  expect(shown).not.toContain('wrong')
  expect(shown).toContain('Sales Dashboard')
  expect(exitCode).toBe(0)
})

test('a wrong password and a wrong address have different errors', async ({ platform }) => {
  const wrong = await typed({ ...platform, password: 'canary-of-a-wrong-one' }, ['dashboards'])
  expect(wrong).toMatchObject({
    exitCode: 2,
    output: expect.stringContaining('username or password is wrong'),
  })
  const elsewhere = await typed({ ...platform, url: `${platform.url}/nowhere` }, ['dashboards'])
  expect(elsewhere).toMatchObject({
    exitCode: 2,
    output: expect.stringContaining('with the path that Superset is under?'),
  })
})

test('the doctor reports what a frame on another site loses', async ({ platform }) => {
  const found = async (origin: string) => {
    const { findings } = await json(platform, ['doctor', '--origin', origin])
    return findings.map(({ id }: { readonly id: string }) => id)
  }
  expect(await found('http://localhost:3000')).toEqual(expect.arrayContaining(['site', 'session-clash']))
  expect(await found('http://127.0.0.1:3000')).toEqual(
    expect.arrayContaining(['third-party-storage', 'copied-links-fail']),
  )
})

test('the doctor distinguishes a token route of Express from a page', async ({ platform, app }) => {
  const found = async (route: string) => {
    const words = ['doctor', '--origin', app.url, '--token-url', `${app.url}${route}`]
    const { findings } = await json(platform, words)
    const ids = findings.map(
      ({ status, id }: { readonly status: string; readonly id: string }) => `${status} ${id}`,
    )
    return ids.filter((id: string) => /token-route|cors|app-cookies/.test(id))
  }
  expect(await found('/same-site/jwt/guest-token')).toEqual([
    'ok token-route',
    'ok token-route-strangers',
    'ok token-route-cors',
    'skipped app-cookies',
  ])
  expect(await found('/nowhere')).toContain('fail token-route-not-there')
})

/** Straight into Superset's database: over its API so many take longer than all the rest. */
function addDashboards(count: number) {
  const withDatabase = (use: (database: DatabaseSync) => void) => {
    const file = path.join(installationOf().homeFolder, 'superset.db')
    const database = new DatabaseSync(file, { timeout: 30_000 })
    try {
      use(database)
    } finally {
      database.close()
    }
  }
  withDatabase((database) => {
    const now = new Date().toISOString().replace('T', ' ').replace('Z', '')
    const insert = database.prepare(
      'INSERT INTO dashboards (dashboard_title, slug, published, uuid, created_on, changed_on) VALUES (?, ?, 1, ?, ?, ?)',
    )
    for (let index = 0; index < count; index++) {
      const uuid = Buffer.from(randomUUID().replaceAll('-', ''), 'hex')
      insert.run(`Filler ${index}`, `filler-${index}`, uuid, now, now)
    }
  })
  return {
    remove: () =>
      withDatabase((database) => database.exec("DELETE FROM dashboards WHERE slug LIKE 'filler-%'")),
  }
}
