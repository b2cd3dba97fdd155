import { SITES } from '../e2e/app/server.ts'
import { expect, test } from '../e2e/fixtures.ts'
import { isSignedIn, signInToSuperset } from './signed-in.ts'

// The session in the browser is the subject, so each test gets a context without anything of an earlier test.
test.use({ keepsCache: false })

for (const site of SITES) {
  test(`a viewer who is signed in to a Superset ${site} stays signed in with credentialless`, async ({
    host,
    app,
    platform,
    context,
    page,
  }) => {
    const url = app.domainOf(site)
    await signInToSuperset(await context.newPage(), url, platform)
    await host.signIn('bob')
    await host.show({ site, viewer: 'bob', credentialless: true })
    await expect(host.frame.getByText('$ 3.63M').first()).toBeVisible()
    expect(await isSignedIn(page, url)).toBe(true)
  })
}

// Only there the embedded page has the viewer's own session to end.
test('on the same site the viewer is signed out without credentialless', async ({
  host,
  app,
  platform,
  context,
  page,
}) => {
  const url = app.domainOf('same-site')
  await signInToSuperset(await context.newPage(), url, platform)
  await host.signIn('bob')
  await host.show({ site: 'same-site', viewer: 'bob' })
  await expect(host.frame.getByText('$ 3.63M').first()).toBeVisible()
  await expect.poll(() => isSignedIn(page, url)).toBe(false)
})
