import { comparable } from '../../comparable'
import { schemeFor } from '../../enable/origin'
import { check } from '../check'
import { type Finding, fail, ok, warn } from '../finding'
import { enableLine } from './enable-line'
import { resultOf } from './json-of'

export const allowedDomains = check({
  name: 'allowed-domains',
  about: "the dashboard's allowed domains, each as it is written",
  problems: {
    'domain-without-scheme': 'an allowed domain has no scheme, so it matches no page',
    'domain-invalid': 'an allowed domain is not an origin, or is a pattern, so it matches no page',
    'embedding-unreadable': 'the account may not read how the dashboard is embedded',
  },
  needs: ['isEmbedded', 'session', 'dashboard'],
  async run({ session, dashboard, url }) {
    const response = await session.get(`/api/v1/embedded_dashboard/${encodeURIComponent(dashboard)}`)
    const { allowed_domains: listed, dashboard_id: id } = await resultOf(response)
    if (response.status !== 200 || !Array.isArray(listed)) {
      const what = `Superset answers ${response.status} to the request for the dashboard's allowed domains.`
      const fix = 'Check --dashboard, or give the account:\n  can read on EmbeddedDashboard'
      return warn('embedding-unreadable', what, fix)
    }
    const domains = listed.map(String)
    const learnt = { embedding: { numericId: Number(id) } }
    const broken = domains.flatMap((domain) => problemOf(domain, dashboard, url))
    if (broken.length > 0) return { findings: broken, learnt }
    return {
      findings: [ok('allowed-domains', domains.join(', ') || 'none, so any page may embed it')],
      learnt,
    }
  },
})

/** Superset compares scheme, host and port with those of the Referer. It does not support patterns. */
function problemOf(domain: string, dashboard: string, url: string): readonly Finding[] {
  if (comparable(domain)) return []
  const origin = withScheme(domain)
  // `guestpass enable` keeps the allowed domains. It can only add a missing scheme.
  const how = origin
    ? 'Write it with its scheme:'
    : 'Remove it where Superset lists it (the dashboard’s … → Embed dashboard), and name each origin:'
  const fix = `${how}\n${enableLine(dashboard, url, origin)}`
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(domain)) {
    const what = `The allowed domain ${domain} has no scheme, so it matches no page.`
    return [fail('domain-without-scheme', what, fix)]
  }
  const what = `The allowed domain ${domain} is not the origin of a page, so it matches no page. Superset does not support patterns.`
  return [fail('domain-invalid', what, fix)]
}

/** Only a plain host goes into the command to copy: everybody who may edit a dashboard can write its domains. */
function withScheme(domain: string): string | undefined {
  return /^[a-z\d][a-z\d.-]*(:\d+)?$/i.test(domain) ? `${schemeFor(domain)}://${domain}` : undefined
}
