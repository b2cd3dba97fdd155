/** The page around a dashboard of a snapshot, on the sandbox. The pictures themselves are tested on a real Superset. */

import { supersetJwt } from 'guestpass/server'
import { sales } from '../../examples/app/dashboards.ts'
import { serveAppPage } from '../../src/snapshot/app-page'
import { readSettings } from '../../src/snapshot/settings'
import { readOpenTabs, showDashboard } from '../../src/snapshot/show-dashboard'
import { expect, PLAYWRIGHT, test } from './fixtures.ts'

test('the page of a snapshot loads the three files for a script tag, and no other file', {
  tag: PLAYWRIGHT,
}, async ({ page, platform }) => {
  const { url, guestSecret: secret, audience } = platform
  const settings = readSettings({
    issuer: supersetJwt({ url, secret, audience }),
    grant: { viewer: 'ana', dashboards: [sales], rls: 'all-rows' as const },
    dashboard: sales,
  })
  const fail = (error: Error | string) => {
    throw typeof error === 'string' ? new Error(error) : error
  }
  const address = await serveAppPage(page, settings, { onError: fail, onBlocked: fail })
  const names: string[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script' && response.url().startsWith(address))
      names.push(new URL(response.url()).pathname.slice(new URL(address).pathname.length))
  })
  await showDashboard(page, { address, options: settings.embed }, { onError: fail, onProblem: fail })
  expect(await readOpenTabs(page)).not.toEqual([])
  expect(names.sort()).toEqual([
    'guestpass.global.js',
    'guestpass.global.page.js',
    'guestpass.global.rest.js',
  ])
  const refused = await page.evaluate(
    (all) => Promise.all(all.map((path) => fetch(path).catch(() => 'refused'))),
    ['index.js', 'cli.js', 'guestpass.global.js.LICENSE.txt', 'guestpass.global.rest.js/..%2findex.js'],
  )
  expect(new Set(refused)).toEqual(new Set(['refused']))
})
