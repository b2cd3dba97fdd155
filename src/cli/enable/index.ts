import { ask } from '../ask'
import type { Command } from '../command'
import { findDashboard } from '../find-dashboard'
import { printableJson } from '../printable'
import {
  idOfEmbedded,
  isEmbedId,
  listDashboards,
  readEmbedding,
  writeEmbedding,
} from '../superset-dashboards'
import { SUPERSET_HELP, SUPERSET_OPTIONS, signInAs } from '../superset-words'
import { misuse, parseWords } from '../words'
import { type AllowedDomain, addOrigins } from './allowed-domains'
import { type Origin, readOrigin } from './origin'
import { type Outcome, show } from './show'

const HELP = `guestpass enable <dashboard> --superset <url> --allow <origin>

Embeds a dashboard of Superset for the pages of these origins, and prints its embed id. What was allowed before
stays. Running it again changes nothing.

  <dashboard>               its id, slug, title or embed id
      --allow <origin>      whose pages may show it: https://app.example.com. May be given again.
                            Without a scheme it is https, and http for localhost.
      --allow-everybody     any site's pages may show it, in place of all that was allowed

${SUPERSET_HELP}

      --json                what it came to as JSON
  -h, --help

Exits with 0, with 1 when Superset does not show the dashboard all the same, and with 2 when there is no answer.`

const OPTIONS = {
  ...SUPERSET_OPTIONS,
  allow: { type: 'string', multiple: true },
  'allow-everybody': { type: 'boolean' },
  json: { type: 'boolean' },
} as const

export const enable: Command = {
  name: 'enable',
  summary: 'embeds one of them, for the pages of your app',
  help: HELP,
  async run(words, terminal) {
    const { values, positionals } = parseWords(words, OPTIONS)
    const [name, ...others] = positionals
    if (name === undefined) throw misuse('Which dashboard? Name its id, slug, title or embed id.')
    if (others.length > 0) throw misuse('Name only one dashboard. Write a title with spaces in quotes.')
    const wanted = readWanted(values.allow ?? [], values['allow-everybody'] === true)

    const session = await signInAs(values, terminal)
    const embedded = isEmbedId(name) ? await idOfEmbedded(session, name) : undefined
    const dashboard = await findDashboard(String(embedded ?? name), await listDashboards(session), session)
    const before = await readEmbedding(session, dashboard.id)
    const domains = addOrigins(wanted.length > 0 ? (before?.allowedDomains ?? []) : [], wanted)
    const isChanged = !before || !isSame(before.allowedDomains, domains)
    const after = isChanged
      ? await writeEmbedding(
          session,
          dashboard.id,
          domains.map(({ domain }) => domain),
        )
      : before

    const referer = `${wanted[0]?.origin ?? session.url}/`
    const page = await ask(terminal.fetch, `${session.url}/embedded/${after.embedId}`, {
      headers: { referer },
    })
    const outcome = { dashboard, before, after, domains, pageStatus: page.status }
    terminal.print(values.json ? asJson(outcome) : show(outcome, terminal.colours))
    return page.ok ? 0 : 1
  },
}

/** Refuses a command without origins, because Superset would then allow every page. */
function readWanted(allow: readonly string[], isForEverybody: boolean): readonly Origin[] {
  if (isForEverybody && allow.length > 0) throw misuse('Give --allow or --allow-everybody, not both.')
  if (!isForEverybody && allow.length === 0) {
    throw misuse('Whose pages may show it? Give --allow https://app.example.com, or --allow-everybody.')
  }
  return allow.map(readOrigin)
}

function isSame(before: readonly string[], domains: readonly AllowedDomain[]): boolean {
  return before.length === domains.length && domains.every(({ domain }, index) => domain === before[index])
}

function asJson({ dashboard, before, after, pageStatus }: Outcome): string {
  const isChanged = before !== after
  return printableJson({ ...dashboard, ...after, isChanged, pageStatus })
}
