import { ToolError } from '../../../core/tool-error'
import { check } from '../check'
import { isAllowed, metaPolicies, REQUESTS } from '../csp'
import { fail, ok, skipped } from '../finding'
import { asUnreachable } from '../unreachable'
import { cookiesOf } from './set-cookie'

export const appPage = check({
  name: 'app-page',
  about:
    "the app's first page: its cookies, and whether its Content-Security-Policy allows requests to the token route",
  problems: { 'app-connect-src': 'the app’s Content-Security-Policy blocks the request for a token' },
  async run({ fetch, tokenUrl, origin = tokenUrl && new URL(tokenUrl).origin }) {
    if (origin === undefined) return skipped('app-page', 'give --origin, the address of the app.')
    const response = await fetch(`${origin}/`, { headers: { accept: 'text/html' } }).catch(asUnreachable)
    if (response instanceof ToolError) {
      return skipped('app-page', `the app's page could not be read. ${response.sentence}`)
    }
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
    return { findings: [ok('app-page', `${origin}/ answers`)], learnt }
  },
})
