import { parseUrl } from '../../parse-url'
import { check } from '../check'
import { type Finding, fail, ok, warn } from '../finding'
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
      return { findings: [warn('embedding-unreadable', what, fix)] }
    }
    const domains = listed.map(String)
    const learnt = { embedding: { numericId: Number(id), allowedDomains: domains } }
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
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(domain)) {
    const what = `The allowed domain ${domain} has no scheme: Superset answers 403 to everybody.`
    return [fail('domain-without-scheme', what, allow(dashboard, url, `https://${domain}`))]
  }
  if (domain.includes('*') || originOf(domain) === undefined) {
    const what = `The allowed domain ${domain} is no origin of a page, and patterns are not known: it matches nobody.`
    return [fail('domain-invalid', what, allow(dashboard, url, 'https://app.example.com'))]
  }
  return []
}

function originOf(domain: string): string | undefined {
  const { origin } = parseUrl(domain) ?? {}
  return origin === 'null' ? undefined : origin
}

function allow(dashboard: string, url: string, origin: string): string {
  return `Write it with its scheme:\n  npx guestpass enable ${dashboard} \\\n    --superset ${url} --allow ${origin}`
}
