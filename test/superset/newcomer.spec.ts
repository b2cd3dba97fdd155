import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, expect, type Page, test } from '@playwright/test'
import { chromiumOptions } from '../../scripts/browsers/chromium.ts'
import { freePort } from '../../scripts/free-port.ts'
import { pack } from '../../scripts/matrix/consumer.ts'
import type { Superset } from '../../scripts/superset/serve.ts'
import { makeFreshSuperset } from './newcomer/fresh-superset.ts'
import { codeLinesOf, stepsOf } from './newcomer/guide.ts'
import { pinned } from './newcomer/packages.ts'

/**
 * Follows docs/getting-started.md and does nothing else, from an empty folder: writes its files and runs its commands,
 * in the order of the guide. As a reader does, it replaces a few values: the two ports, the secret that a command
 * prints, and the package, which is packed here.
 */
const steps = stepsOf('docs/getting-started.md')

test('the newcomer’s own code is twelve lines, imports and HTML included, and none of them is crammed', () => {
  const files = steps.filter((step) => step.kind === 'file' && /\.(mjs|jsx|html)$/.test(step.name))
  expect(files).toHaveLength(3)
  const lines = files.flatMap(({ text }) => codeLinesOf(text))
  expect(lines.length).toBeLessThanOrEqual(12)
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(120)
})

test('from an empty folder to the numbers of a real Superset', async () => {
  test.setTimeout(300_000)
  // Outside of the checkout: npm would install into that, and `guestpass` would mean it.
  const folder = mkdtempSync(path.join(tmpdir(), 'guestpass-newcomer-'))
  const app = path.join(folder, 'app')
  mkdirSync(app)
  const tarball = pack(folder)
  const fresh = await makeFreshSuperset(path.join(folder, 'superset'))
  const port = { superset: await freePort(), app: await freePort() }
  const values = new Map([
    ['localhost:8088', `localhost:${port.superset}`],
    ['localhost:3000', `localhost:${port.app}`],
    ['listen(3000)', `listen(${port.app})`],
  ])
  const withOwn = (text: string) =>
    [...values].reduce((all, [theirs, mine]) => all.replaceAll(theirs, mine), text)
  const env = { ...process.env, ...fresh.env, GUESTPASS_SUPERSET_PASSWORD: fresh.password }

  let superset: Superset | undefined
  let server: ReturnType<typeof spawn> | undefined
  try {
    for (const [index, step] of steps.entries()) {
      const text = withOwn(step.text)
      if (step.kind === 'file') {
        if (step.name === 'superset_config.py') fresh.configure(text)
        else writeFileSync(path.join(app, step.name), text)
      } else if (index === steps.length - 1) {
        // A separate process group, for all programs that the commands start.
        const log = openSync(test.info().outputPath('server.log'), 'w')
        server = spawn('bash', ['-euc', text], { cwd: app, env, detached: true, stdio: ['ignore', log, log] })
        closeSync(log)
        await expectNumbers(`http://localhost:${port.app}`)
        const installed = existsSync(path.join(app, 'node_modules/guestpass/dist'))
        expect(installed, 'the package is that of the newcomer').toBe(true)
      } else {
        if (text.startsWith('npx guestpass')) superset ??= await fresh.start(port.superset)
        const output = execFileSync('bash', ['-euc', pinned(text, tarball)], {
          cwd: app,
          env,
          encoding: 'utf8',
          // What they grumble is in the error, if there is one.
          stdio: 'pipe',
        })
        const secret = output.match(/^[0-9a-f]{64}$/m)?.[0]
        if (secret) values.set('the-secret-that-was-printed', secret)
      }
    }
  } finally {
    if (server?.pid && server.exitCode === null) {
      process.kill(-server.pid)
      await once(server, 'exit')
    }
    await superset?.stop()
    rmSync(folder, { recursive: true })
  }
  expect(server, 'the last step starts the app').toBeDefined()
})

test('the guide to Superset explains the same role and every line of the configuration', () => {
  const explained = stepsOf('docs/superset.md')
  const roleOf = (all: typeof steps) => all.find(({ text }) => text.includes('guest-role.json'))?.text
  expect(roleOf(explained)).toBe(roleOf(steps))
  const settingsOf = (all: typeof steps) =>
    all
      .filter((step) => step.kind === 'file' && step.name === 'superset_config.py')
      .flatMap(({ text }) => [...text.matchAll(/^([A-Z_]+.*?) = /gm)].map(([, setting]) => setting))
  expect(settingsOf(steps).length).toBeGreaterThan(0)
  expect(settingsOf(explained)).toEqual(expect.arrayContaining(settingsOf(steps)))
})

async function expectNumbers(url: string): Promise<void> {
  const browser = await chromium.launch(await chromiumOptions())
  try {
    const page = await browser.newPage()
    await goToWhenUp(page, url)
    await expect(page.frameLocator('iframe').getByText('$ 10.0M').first()).toBeVisible({ timeout: 60_000 })
    await expect(page.locator('[data-state]')).toHaveAttribute('data-state', 'ready')
    await page.screenshot({ path: test.info().outputPath('newcomer.png') })
  } finally {
    await browser.close()
  }
}

async function goToWhenUp(page: Page, url: string): Promise<void> {
  const isUp = () =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    )
  await expect.poll(isUp, { timeout: 60_000 }).toBe(true)
  await page.goto(url)
}
