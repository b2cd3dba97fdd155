/** The fake page of `guestpass/testing`, which needs no server: held to what the real one is held to. */

import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { FakeSuperset } from 'guestpass/testing'
import { openBareHost } from './bare-host.ts'
import { embeddedPageContract } from './embedded-page.contract.ts'

declare global {
  interface Window {
    fakeSuperset: FakeSuperset
  }
}

const ID = 'sales'

embeddedPageContract(async (page, _platform, app) => {
  const bare = await openBareHost(page, app.url)
  // Not a module: a module that is written into the page runs later, and no event reports when.
  await page.addScriptTag({ content: await bundle() })
  const [domain, token] = await page.evaluate(async (id) => {
    const { domain, route } = window.fakeSuperset
    const body = JSON.stringify({ dashboards: [id] })
    const { tokens } = await (await route.fetch('/guest-token', { method: 'POST', body })).json()
    return [domain, tokens[0].token] as const
  }, ID)
  return {
    bare,
    domain,
    id: ID,
    token,
    country: 'NATIVE_FILTER-country',
    async holdLoading() {
      await page.evaluate((id) => window.fakeSuperset.dashboard(id).keepLoading(), ID)
      return () => page.evaluate((id) => window.fakeSuperset.dashboard(id).recover(), ID)
    },
  }
})

async function bundle(): Promise<string> {
  const testing = fileURLToPath(new URL('../../src/testing/index.ts', import.meta.url))
  const { outputFiles } = await build({
    stdin: {
      contents: `import { createFakeSuperset } from ${JSON.stringify(testing)}; window.fakeSuperset = createFakeSuperset()`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    format: 'iife',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
