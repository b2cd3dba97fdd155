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
    'domain-without-scheme': 'an allowed domain has no scheme, and so matches nobody',
    'domain-invalid': 'an allowed domain is no address, or a pattern, and so matches nobody',
    'embedding-unreadable': 'the account may not read how the dashboard is embedded',
  },
  needs: ['isEmbedded', 'session', 'dashboard'],
  async run({ session, dashboard, url }) {
    const response = await session.get(`/api/v1/embedded_dashboard/${encodeURIComponent(dashboard)}`)
    const { allowed_domains: listed, dashboard_id: id } = await resultOf(response)
    if (response.status !== 200 || !Array.isArray(listed)) {
      const what = `How the dashboard is embedded is answered with ${response.status}.`
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

/** Superset compares scheme, host and port with those of the Referer, and knows no patterns. */
function problemOf(domain: string, dashboard: string, url: string): readonly Finding[] {
  if (comparable(domain)) return []
  const origin = withScheme(domain)
  // What is allowed already stays, unless its scheme is all that it lacks.
  const how = origin
    ? 'Write it with its scheme:'
    : 'Take it out where Superset lists it (the dashboard’s … → Embed dashboard), and name each origin:'
  const fix = `${how}\n${enableLine(dashboard, url, origin)}`
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(domain)) {
    const what = `The allowed domain ${domain} has no scheme: it matches nobody.`
    return [fail('domain-without-scheme', what, fix)]
  }
  const what = `The allowed domain ${domain} is no origin of a page, and patterns are not known: it matches nobody.`
  return [fail('domain-invalid', what, fix)]
}

/** Whoever may edit a dashboard writes its domains, and this goes into a shell. */
function withScheme(domain: string): string | undefined {
  return /^[a-z\d][a-z\d.-]*(:\d+)?$/i.test(domain) ? `${schemeFor(domain)}://${domain}` : undefined
}
