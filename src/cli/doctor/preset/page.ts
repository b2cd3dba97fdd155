import { askPage } from '../ask-page'
import { check } from '../check'
import { fail, ok, warn } from '../finding'

export const presetPage = check({
  name: 'preset-page',
  about: '`/embedded/<id>` of the workspace, requested as a frame of the app, and without a Referer',
  problems: {
    'dashboard-not-embedded': 'no dashboard has the embed id',
    'origin-not-allowed': "the dashboard's allowed domains do not name the app",
    'embedded-page-broken': 'the page gives another answer than expected',
    'any-domain-allowed': 'any page may embed the dashboard',
  },
  needs: ['preset', 'presetDomain', 'dashboard'],
  async run({ fetch, presetDomain, dashboard, origin }) {
    const address = `${presetDomain}/embedded/${encodeURIComponent(dashboard)}`
    const { stranger, framed } = await askPage(fetch, address, origin)
    if (framed.status === 403 && origin) {
      const what = `The page answers 403 to a frame at ${origin}: the dashboard's allowed domains do not name it.`
      return fail('origin-not-allowed', what, allow(origin))
    }
    if (framed.status === 404) {
      const what = `The workspace has no page for the embed id ${dashboard}.`
      return fail('dashboard-not-embedded', what, 'Take the id from the dashboard: ⋯ → Embed dashboard.')
    }
    if (framed.status !== 200 && framed.status !== 403) {
      const what = `The page answers ${framed.status} at ${presetDomain}.`
      return fail(
        'embedded-page-broken',
        what,
        'Check --preset-workspace, --preset-region and --preset-domain, and that embedding is on for the workspace.',
      )
    }
    const learnt = { pageHeaders: framed.headers }
    if (stranger.status === 200) {
      const what = 'Its allowed domains are empty: any page may embed it, with a token.'
      return { findings: [warn('any-domain-allowed', what, allow(origin))], learnt }
    }
    const what = origin
      ? `the page answers 200 to ${origin}, and ${stranger.status} without a Referer`
      : 'the page answers 403 without a Referer, so it has allowed domains'
    return { findings: [ok('preset-page', what)], learnt }
  },
})

function allow(origin = 'https://app.example.com'): string {
  return `Name the app, with its scheme, under the dashboard's ⋯ → Embed dashboard → Allowed Domains:\n  ${origin}`
}
