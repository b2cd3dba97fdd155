import { expect } from '@playwright/test'
import { supersetApi } from 'guestpass/server'
import { freePort } from '../../scripts/free-port.ts'
import { startSuperset } from '../../scripts/superset/serve.ts'
import { test } from '../e2e/fixtures.ts'

test('the same issuer mints again after a restart of Superset, and reports unavailable meanwhile', async () => {
  // Two starts, while the suite's own Superset runs.
  test.setTimeout(240_000)
  const port = await freePort()
  const first = await startSuperset({ port })
  const { url, username, password, dashboards } = first
  const issuer = supersetApi({ url, username, password })
  const ids = dashboards.map(({ embedId }) => embedId)
  const mint = () =>
    issuer.mint({ viewer: 'ana', dashboards: ids, rls: 'all-rows' }, ids, new AbortController().signal)

  expect(await mint()).toMatchObject({ token: expect.any(String) })
  await first.stop()
  await expect(mint()).rejects.toMatchObject({ code: 'issuer-unavailable' })
  const second = await startSuperset({ port })
  try {
    expect(await mint()).toMatchObject({ token: expect.any(String) })
  } finally {
    await second.stop()
  }
})
