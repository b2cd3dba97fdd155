import { ask } from '../ask'
import type { Command } from '../command'
import { inTurn } from '../in-turn'
import { printableJson } from '../printable'
import { listDashboards, readEmbedding } from '../superset-dashboards'
import type { SupersetSession } from '../superset-session'
import { SUPERSET_HELP, SUPERSET_OPTIONS, signInAs } from '../superset-words'
import { misuse, parseWords } from '../words'
import { type EmbeddedDashboard, show } from './show'

const HELP = `guestpass dashboards --superset <url>

Lists Superset's dashboards: their embed ids, and whose pages may show them.

${SUPERSET_HELP}

      --json                the list as JSON
  -h, --help

Exits with 0, and with 2 when there is no answer.`

/** A Superset has few workers, and people wait for them too. */
const AT_ONCE = 6

export const dashboards: Command = {
  name: 'dashboards',
  summary: "Superset's dashboards with their embed ids",
  help: HELP,
  async run(words, terminal) {
    const { values, positionals } = parseWords(words, { ...SUPERSET_OPTIONS, json: { type: 'boolean' } })
    if (positionals.length > 0) throw misuse('It lists all of them: only options are understood.')
    const session = await signInAs(values, terminal)
    const found = await inTurn(await listDashboards(session), AT_ONCE, async (dashboard) => {
      const embedding = await readEmbedding(session, dashboard.id)
      return { ...dashboard, embedId: null, allowedDomains: null, ...embedding } satisfies EmbeddedDashboard
    })
    if (values.json) terminal.print(printableJson(found))
    else if (found.length > 0) terminal.print(show(found, terminal))
    if (found.length === 0) terminal.warn(await whyNone(session, terminal.fetch))
    return 0
  },
}

/** Where Public may read dashboards, Superset looks at no account before it answers. */
async function whyNone({ url }: SupersetSession, fetch: typeof globalThis.fetch): Promise<string> {
  const asNobody = await ask(fetch, `${url}/api/v1/dashboard/`)
  return asNobody.ok
    ? 'No dashboards: the role Public may read them, and so Superset takes everybody who asks for nobody in particular. Take can_read on Dashboard from Public, and give guests a role of their own (GUEST_ROLE_NAME).'
    : 'No dashboards that this account may see.'
}
