import type { Colours } from '../colours'
import { printableLine } from '../printable'
import type { Dashboard, Embedding } from '../superset-dashboards'
import type { AllowedDomain } from './allowed-domains'

export interface Outcome {
  readonly dashboard: Dashboard
  readonly before: Embedding | undefined
  readonly after: Embedding
  readonly domains: readonly AllowedDomain[]
  /** The status of the embedded page when it is requested from the first allowed origin. */
  readonly pageStatus: number
}

/** The result for a person: the origins that may show the dashboard, and the line to paste. */
export function show({ dashboard, before, after, domains, pageStatus }: Outcome, colours: Colours): string {
  const { strong, faint, good, bad } = colours
  const title = `${strong(printableLine(dashboard.title))} ${faint(`(id ${dashboard.id})`)}`
  const state = !before
    ? 'is embedded now.'
    : before === after
      ? 'was embedded so already.'
      : 'was embedded, and is for these pages now.'
  const allowed =
    domains.length > 0 ? domains.map((domain) => showDomain(domain, colours)) : [bad('every site')]
  return [
    `${title} ${good(state)}`,
    [
      `  embed id          ${after.embedId}`,
      ...allowed.map((text, index) => `  ${(index === 0 ? 'may be shown by' : '').padEnd(17)} ${text}`),
    ].join('\n'),
    ...(before?.allowedDomains.length === 0 && domains.length > 0
      ? ['  Until now every site could show it; from now on these alone can.']
      : []),
    ...(pageStatus === 200 ? [] : [indented(bad(notShown(pageStatus)))]),
    `  ${strong(`<EmbeddedDashboard id="${after.embedId}" />`)}`,
  ].join('\n\n')
}

function showDomain({ domain, state, added }: AllowedDomain, { faint, bad, good }: Colours): string {
  const shown = printableLine(domain)
  if (state === 'kept') return shown
  if (state === 'matches-nobody') return `${shown}  ${bad(`matches nobody: ${whyNobody(domain)}`)}`
  return `${shown}  ${good('new')}${added ? faint(`, with the ${added}:// that it lacked`) : ''}`
}

function whyNobody(domain: string): string {
  if (domain.includes('*')) return 'patterns are not known'
  return domain.includes('://') ? 'no page is of this origin' : 'it has no scheme'
}

function notShown(status: number): string {
  return status === 404
    ? 'Superset does not show it yet: embedding is off. In superset_config.py:\nFEATURE_FLAGS = {"EMBEDDED_SUPERSET": True}'
    : `Superset does not show it: its page answered ${status}. Run guestpass doctor to find the reason.`
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ')
}
