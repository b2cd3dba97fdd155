import { unanswered } from '../answer'
import { check } from '../check'
import { FRAMES, isAllowed, metaPolicies, REQUESTS, sourcesOf } from '../csp'
import { type Finding, fail, skipped } from '../finding'
import { cookiesOf } from './set-cookie'

export const appPage = check({
  name: 'app-page',
  about:
    "the app's first page: its cookies, and whether its Content-Security-Policy allows requests to the token route",
  problems: { 'app-connect-src': 'the app’s Content-Security-Policy blocks the request for a token' },
  async run({ fetch, tokenUrl, origin = tokenUrl && new URL(tokenUrl).origin }) {
    if (origin === undefined) return skipped('app-page', 'give --origin, the address of the app.')
    const response = await fetch(`${origin}/`, { headers: { accept: 'text/html' } }).catch(unanswered(''))
    if ('fix' in response) return skipped('app-page', `the app's page could not be read. ${response.what}`)
    const appCookies = cookiesOf(response, `${origin}/`)
    if (response.status !== 200) {
      const what = `${origin}/ answers ${response.status}, so the doctor does not know the policies of the app's pages.`
      return { findings: [skipped('app-page', what)], learnt: { appCookies } }
    }
    const policies = [
      response.headers.get('content-security-policy') ?? '',
      metaPolicies(await response.text()),
    ]
    const csp = policies.filter(Boolean).join(',')
    const embedderPolicy = response.headers.get('cross-origin-embedder-policy') ?? ''
    const learnt = { appCookies, appPolicies: { csp, embedderPolicy } }
    if (tokenUrl !== undefined && isAllowed(csp, REQUESTS, tokenUrl, origin) === false) {
      const what = `The Content-Security-Policy of ${origin}/ blocks requests to ${tokenUrl}: no token arrives.`
      const fix = `Add the route to the policy:\n  connect-src ${new URL(tokenUrl).origin}`
      return { findings: [fail('app-connect-src', what, fix)], learnt }
    }
    return { ok: `${origin}/ answers`, learnt }
  },
})

export const framePolicy = check({
  name: 'frame-policy',
  about: "whether the app's own policies allow a frame of Superset: frame-src and COEP",
  problems: {
    'app-frame-src': 'the app’s Content-Security-Policy blocks the frame',
    'app-embedder-policy': 'the app’s Cross-Origin-Embedder-Policy blocks the frame',
  },
  needs: ['origin', 'appPolicies'],
  run({
    appPolicies: { csp, embedderPolicy },
    origin,
    url,
    preset,
    presetDomain,
    dashboard = '',
    pageHeaders,
  }) {
    const frames = preset ? presetDomain : url
    if (frames === undefined) return skipped('frame-policy', NO_ADDRESS)
    const embedded = pageHeaders?.get('cross-origin-embedder-policy') ?? ''
    const what = `${origin}/ sends Cross-Origin-Embedder-Policy: ${embedderPolicy}, and the embedded page does not send this header: browsers refuse the frame.`
    const isBlocked = isIsolating(embedderPolicy) && !isIsolating(embedded)
    return {
      findings: [
        blockedFrame(csp, `${frames}/embedded/${encodeURIComponent(dashboard)}`, origin),
        isBlocked ? fail('app-embedder-policy', what, WITHOUT_COEP) : undefined,
      ],
      ok: "the app's policies allow the frame",
    }
  },
})

function blockedFrame(csp: string, address: string, origin: string): Finding | undefined {
  if (isAllowed(csp, FRAMES, address, origin) !== false) return undefined
  const { origin: frames } = new URL(address)
  const sources = sourcesOf(csp, FRAMES).map((policy) => policy.join(' ') || 'empty')
  const what = `The Content-Security-Policy of ${origin}/ allows frames of ${sources.join(', and ')}, but not of ${frames}: the browser blocks the frame.`
  return fail('app-frame-src', what, `Add it to the app's policy:\n  frame-src ${frames}`)
}

/** Whether a page with this Cross-Origin-Embedder-Policy loads only frames that have such a policy, too. */
function isIsolating(policy: string): boolean {
  return /^\s*(require-corp|credentialless)\s*(;|$)/.test(policy)
}

const NO_ADDRESS = 'the frame’s address is not known. Give --preset-region or --preset-domain.'

const WITHOUT_COEP =
  'Do not send the header with pages that have a dashboard. Chromium also shows a frame that has no cookies:\n' +
  '  <EmbeddedDashboard credentialless … />'
