import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { guestTokens } from 'guestpass/express'
import { supersetJwt } from 'guestpass/server'
import { expect, test } from './fixtures.ts'

const FILE = 'dist/guestpass.global.js'

/** The tag as the guide has it, hash and all, but for where the file comes from. */
async function snippet(): Promise<string> {
  const guide = await readFile('docs/script-tag.md', 'utf8')
  const html = /```html\n(.*?)```/s.exec(guide)?.[1] ?? ''
  return html.replace(/src="[^"]*"/, 'src="/guestpass.global.js"')
}

test('the guide’s own page shows a dashboard by a script tag whose integrity is checked', async ({
  page,
  platform,
}) => {
  const { url, guestSecret: secret, audience, dashboards } = platform
  const id = dashboards[0]?.embedId ?? ''
  const html = (await snippet()).replace(/id: '[^']*'/, `id: '${id}'`)
  let script = await readFile(FILE, 'utf8')
  const authorize = () => ({ viewer: 'ana', dashboards: [id], rls: 'all-rows' as const })
  const app = express()
    .use('/guest-token', guestTokens({ issuer: supersetJwt({ url, secret, audience }), authorize }))
    .get('/guestpass.global.js', (_, response) => void response.type('js').send(script))
    .get('/', (_, response) => void response.type('html').send(`<!doctype html><title>Sales</title>${html}`))
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const address = `http://localhost:${(server.address() as AddressInfo).port}/`
  try {
    await page.goto(address)
    await expect(page.frameLocator('#sales iframe').getByText('$ 10.0M').first()).toBeVisible()

    // And it is really checked: one byte more, and the browser runs none of it.
    script += '\n'
    await page.goto(address)
    expect(await page.evaluate(() => 'guestpass' in window)).toBe(false)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})
