import { cookiesOf } from '../app/set-cookie'
import { askPage } from '../ask-page'
import { check } from '../check'
import { fail, ok, warn } from '../finding'
import { IN_FRONT, inFront } from '../in-front'
import { firstScript, readBootstrap } from './bootstrap'
import { enableLine } from './enable-line'

export const embeddedPage = check({
  name: 'embedded-page',
  about: '`/embedded/<id>`, requested as a frame of the app, and without a Referer',
  problems: {
    'dashboard-not-embedded': 'no dashboard has the embed id',
    'origin-not-allowed': 'the dashboard’s allowed domains do not name the app',
    'embedded-page-broken': 'the page gives another answer than expected',
    'any-domain-allowed': 'any page may embed the dashboard',
    ...IN_FRONT,
  },
  needs: ['isEmbeddingOn', 'answer', 'dashboard'],
  async run({ fetch, url, dashboard, origin, flags, supersetCookies = [] }) {
    const address = `${url}/embedded/${encodeURIComponent(dashboard)}`
    const { stranger, framed } = await askPage(fetch, address, origin)
    const at = `/embedded/${dashboard}`
    // While embedding is off, Superset answers 404 for every id. The doctor may not know whether embedding is on.
    if (framed.status === 404 && flags) {
      const what = `${at} answers 404: no dashboard has this embed id.`
      const fix =
        'Take the id from the dashboard’s menu (… → Embed dashboard), not from its address. Or turn on embedding:\n' +
        '  npx guestpass dashboards --superset ' +
        url
      return fail('dashboard-not-embedded', what, fix)
    }
    if (framed.status === 403 && origin) {
      const what = `${at} answers 403 to a frame at ${origin}: the dashboard's allowed domains do not name it.`
      return {
        findings: [fail('origin-not-allowed', what, allow(dashboard, url, origin))],
        learnt: { isEmbedded: true },
      }
    }
    const unavailable = inFront(at, framed)
    if (unavailable) return unavailable
    if (framed.status !== 200 && !(framed.status === 403 && !origin)) {
      const what = `${at} answers ${framed.status}.`
      const fix =
        'Let /embedded/ through to Superset unchanged. A 404 is also the answer while EMBEDDED_SUPERSET is off.'
      return fail('embedded-page-broken', what, fix)
    }
    const html = await framed.text()
    const page = readBootstrap(html)
    const pageScript = firstScript(html, address)
    if (framed.status === 200 && !page) {
      const what = `${at} answers 200 with a page that is not Superset's.`
      const fix = 'Let /embedded/ through to Superset unchanged: is the login of a proxy in front?'
      return fail('embedded-page-broken', what, fix)
    }
    const learnt = {
      isEmbedded: true,
      pageHeaders: framed.headers,
      supersetCookies: [...supersetCookies, ...cookiesOf(framed, address)],
      ...(page?.guestHeader && { guestHeader: page.guestHeader }),
      ...(page?.dashboardId !== undefined && { embedding: { numericId: page.dashboardId } }),
      ...(framed.status === 200 && pageScript && { pageScript }),
    } as const
    if (stranger.status === 200) {
      const what = 'Its allowed domains are empty: any page may embed it, with a token.'
      return { findings: [warn('any-domain-allowed', what, allow(dashboard, url, origin))], learnt }
    }
    const what = origin
      ? `${at} answers 200 to ${origin}, and ${stranger.status} without a Referer`
      : `${at} answers 403 without a Referer, so it has allowed domains`
    return { findings: [ok('embedded-page', what)], learnt }
  },
})

function allow(dashboard: string, url: string, origin: string | undefined): string {
  return `Allow only the app, with its scheme:\n${enableLine(dashboard, url, origin)}`
}
