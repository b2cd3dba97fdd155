import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { guestTokens } from 'guestpass/express'
import { embeddableApi, supersetJwt } from 'guestpass/server'
import { test as base, expect } from './fixtures.ts'

const MAIN = 'guestpass.global.js'
const PAGE = 'guestpass.global.page.js'
const REST = 'guestpass.global.rest.js'
/** Another folder than the page's. */
const FOLDER = '/files'

/** An app with token routes, a page and the files of the package. */
interface App {
  /** What the browser gets in place of a file of the package. */
  readonly changed: Map<string, string>
  /** The names of the files of the package that were requested. */
  readonly requested: string[]
  /** Serves a page with this HTML and Content-Security-Policy, and returns its address. */
  serve(html: string, policy?: string): string
}

declare global {
  interface Window {
    codes?: string[]
    /** The addresses of the scripts that were added to the page. */
    added?: string[]
  }
}

const test = base.extend<{ site: App; html: string; embeddableId: string }>({
  embeddableId: async ({ app }, use) => use(app.embeddable.embeddables[0]?.id ?? ''),

  // The tag as the guide has it, hash and all, except for where the file comes from, and what happens to an error.
  html: async ({ platform }, use) => {
    const guide = await readFile('docs/script-tag.md', 'utf8')
    const html = /```html\n(.*?)```/s.exec(guide)?.[1] ?? ''
    await use(
      html
        .replace(/src="[^"]*"/, `src="${FOLDER}/${MAIN}"`)
        .replace(/id: '[^']*'/, `id: '${platform.dashboards[0]?.embedId}'`)
        .replace('console.warn(error.code)', '(window.codes ??= []).push(error.code)'),
    )
  },

  site: async ({ platform, app: { embeddable } }, use) => {
    const { url, guestSecret: secret, audience } = platform
    const dashboards = platform.dashboards.map(({ embedId }) => embedId)
    const { apiKey, url: api, scriptUrl, embeddables } = embeddable
    const changed = new Map<string, string>()
    const requested: string[] = []
    let page = ''
    let policy = ''
    const app = express()
      .use(
        '/guest-token',
        guestTokens({
          issuer: supersetJwt({ url, secret, audience }),
          authorize: () => ({ viewer: 'ana', dashboards, rls: 'all-rows' as const }),
        }),
      )
      .use(
        '/embeddable/guest-token',
        guestTokens({
          issuer: embeddableApi({ apiKey, region: 'eu', url: api, scriptUrl }),
          authorize: () => ({
            viewer: 'ana',
            dashboards: embeddables.map(({ id }) => id),
            securityContext: { allCountries: true },
          }),
        }),
      )
      .get([`${FOLDER}/:name`, `/copy/:name`], async ({ params }, response) => {
        const name = String(params.name)
        requested.push(name)
        const script = changed.get(name) ?? (await readFile(`dist/${name}`, 'utf8'))
        response.set('cache-control', 'no-store').type('js').send(script)
      })
      .get('/', (_, response) => {
        if (policy) response.set('content-security-policy', policy)
        response.type('html').send(`<!doctype html><title>Sales</title>${page}`)
      })
    const server = createServer(app)
    await new Promise<void>((resolve) => server.listen(0, resolve))
    await use({
      changed,
      requested,
      serve(html, csp = '') {
        page = html
        policy = csp
        return `http://localhost:${(server.address() as AddressInfo).port}/`
      },
    })
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  },
})

const hashOf = (text: string, algorithm = 'sha256') =>
  `'${algorithm}-${createHash(algorithm).update(text).digest('base64')}'`
const hashOfFile = async (name: string) => hashOf(await readFile(`dist/${name}`, 'utf8'), 'sha384')

test('the guide’s own page shows a dashboard by a script tag whose integrity is checked', async ({
  tab: { page },
  site,
  html,
}) => {
  const address = site.serve(html)
  await page.goto(address)
  await expect(page.frameLocator('#sales iframe').getByText('$ 10.0M').first()).toBeVisible()
  expect(site.requested).toEqual([MAIN, PAGE])

  // One byte more, and the browser does not run the file.
  site.changed.set(MAIN, `${await readFile(`dist/${MAIN}`, 'utf8')}\n`)
  await page.goto(address)
  expect(await page.evaluate(() => 'guestpass' in window)).toBe(false)
})

test('a changed part is refused with the code unreachable, and the right part is loaded then', async ({
  tab: { page },
  site,
  html,
}) => {
  site.changed.set(PAGE, `document.title = 'hacked'`)
  await page.goto(site.serve(html))
  await expect.poll(() => page.evaluate(() => window.codes)).toContain('unreachable')
  expect(await page.evaluate(() => document.title)).toBe('Sales')
  expect(await page.evaluate(() => document.querySelectorAll('script').length)).toBe(2)
  site.changed.clear()
  await expect(page.frameLocator('#sales iframe').getByText('$ 10.0M').first()).toBeVisible()
})

test('a part is loaded once for two dashboards that start at the same time', async ({
  tab: { page },
  site,
  html,
  platform,
}) => {
  const ids = platform.dashboards.slice(0, 2).map(({ embedId }) => embedId)
  const both = ids
    .map((id) => `guestpass.embedDashboard({ ...options, id: '${id}', mountPoint: create() })`)
    .join(';')
  const script = `
    const added = (window.added = [])
    const note = ({ addedNodes }) => added.push(...[...addedNodes].map(({ src }) => src).filter(Boolean))
    new MutationObserver((records) => records.forEach(note)).observe(document.documentElement, { childList: true })
    const create = () => document.body.appendChild(document.createElement('div'))
    const options = { viewer: 'ana', keepAlive: { frames: 2, forMs: 60_000 }, onReady: () => document.body.append('ready ') }
    ${both}`
  const [tag = ''] = /<script\s+src.*?<\/script>/s.exec(html) ?? []
  await page.goto(site.serve(`<body>${tag}<script>${script}</script>`))
  await expect(page.getByText('ready ready')).toBeVisible()
  // The tags, because Chromium makes one request for two tags.
  const added = await page.evaluate(() => window.added?.map((src) => new URL(src).pathname).sort())
  expect(added).toEqual([PAGE, REST].map((name) => `${FOLDER}/${name}`))
  expect(site.requested.toSorted()).toEqual([MAIN, PAGE, REST])
})

test('two copies of the first file show dashboards with separate code', async ({
  tab: { page },
  site,
  html,
}) => {
  const [tag = ''] = /<script\s+src.*?<\/script>/s.exec(html) ?? []
  // An element with this name takes the place of `document.currentScript`.
  const clobber = '<img name="currentScript" src="https://localhost:9/" alt="">'
  const second = `${tag.replace(FOLDER, '/copy')}<div id="copy"></div>`
  const script = html
    .slice(html.lastIndexOf('<script>'))
    .replace("getElementById('sales')", "getElementById('copy')")
  const between = '<script>window.first = guestpass</script>'
  await page.goto(site.serve(`${clobber}${html}${between}${second}${script}`))
  for (const place of ['#sales', '#copy']) {
    await expect(page.frameLocator(`${place} iframe`).getByText('$ 10.0M').first()).toBeVisible()
  }
  expect(site.requested.toSorted()).toEqual([MAIN, MAIN, PAGE, PAGE])
  const areEqual = await page.evaluate(() => {
    const { first, guestpass } = window as unknown as Record<string, { GuestpassError: unknown }>
    return first?.GuestpassError === guestpass?.GuestpassError
  })
  expect(areEqual).toBe(false)
})

test('an Embeddable dashboard is shown by a script tag, and its errors have the class of the first file', async ({
  tab: { page },
  site,
  html,
  embeddableId,
}) => {
  const options = `tokenUrl: '/embeddable/guest-token', id: '${embeddableId}'`
  await page.goto(site.serve(html.replace(/id: '[^']*'/, options)))
  await expect
    .poll(() => page.evaluate(() => document.querySelector('em-beddable')?.shadowRoot?.textContent))
    .toContain('Revenue$10.03M')
  expect(site.requested).toEqual([MAIN, REST])
  const refusal = await page.evaluate(async (id) => {
    const { guestpass } = window as unknown as { guestpass: typeof import('guestpass/vanilla') }
    const mountPoint = document.body.appendChild(document.createElement('div'))
    const dashboard = await guestpass.embedDashboard({ id, mountPoint, tokenUrl: '/embeddable/guest-token' })
    const error = await dashboard.getDataMask().catch((reason: unknown) => reason)
    return error instanceof guestpass.GuestpassError && error.code
  }, embeddableId)
  expect(refusal).toBe('not-supported')
})

const NONCE_POLICIES = ["script-src 'nonce-word'", "script-src 'nonce-word' 'strict-dynamic'"]

for (const policy of NONCE_POLICIES) {
  test(`a page with ${policy} shows a dashboard`, async ({ tab: { page }, site, html }) => {
    const withNonce = html.replaceAll('<script', '<script nonce="word"')
    await page.goto(site.serve(withNonce, policy))
    await expect(page.frameLocator('#sales iframe').getByText('$ 10.0M').first()).toBeVisible()
  })
}

test('a page whose policy lists the hashes of the files shows a dashboard', async ({
  tab: { page },
  site,
  html,
}) => {
  const [, inline = ''] = /<script>(.*?)<\/script>/s.exec(html) ?? []
  const hashes = await Promise.all([MAIN, PAGE].map(hashOfFile))
  await page.goto(site.serve(html, `script-src ${hashOf(inline)} ${hashes.join(' ')}`))
  await expect(page.frameLocator('#sales iframe').getByText('$ 10.0M').first()).toBeVisible()
})

test('a page that requires Trusted Types and allows the policy guestpass shows dashboards of both systems', async ({
  tab: { page },
  site,
  html,
  embeddableId,
}) => {
  const policy = "require-trusted-types-for 'script'; trusted-types guestpass"
  const embeddable = `<div id="other"></div><script>
    guestpass.embedDashboard({
      id: '${embeddableId}', tokenUrl: '/embeddable/guest-token', mountPoint: document.getElementById('other'),
    })</script>`
  await page.goto(site.serve(`${html}${embeddable}`, policy))
  await expect(page.frameLocator('#sales iframe').getByText('$ 10.0M').first()).toBeVisible()
  await expect
    .poll(() => page.evaluate(() => document.querySelector('em-beddable')?.shadowRoot?.textContent))
    .toContain('Revenue$10.03M')
})

test('a page that requires Trusted Types and allows no policy is reported, in browsers that know Trusted Types', async ({
  tab: { page },
  site,
  html,
}) => {
  const policy = "require-trusted-types-for 'script'; trusted-types 'none'"
  await page.goto(site.serve(html, policy))
  if (await page.evaluate(() => 'trustedTypes' in window)) {
    await expect.poll(() => page.evaluate(() => window.codes)).toEqual(['blocked-by-csp'])
  } else {
    await expect(page.frameLocator('#sales iframe').getByText('$ 10.0M').first()).toBeVisible()
  }
})
