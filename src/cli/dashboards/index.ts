import type { Command } from '../command'
import { printableJson } from '../printable'
import { publicReads, publicReadsSentence, takeFromPublic } from '../public-reads'
import type { SupersetSession } from '../superset-session'
import { SUPERSET_HELP, SUPERSET_OPTIONS, signInAs } from '../superset-words'
import { misuse, parseWords, refusePositionals } from '../words'
import { isPreset, listPreset, PRESET_HELP, PRESET_OPTIONS } from './preset'
import { readEmbeddedDashboards } from './read'
import { show } from './show'

const HELP = `guestpass dashboards --superset <url>
guestpass dashboards --preset

Lists the dashboards of Superset, or of every workspace of Preset: their embed ids, and the pages that may show them.

${SUPERSET_HELP}

${PRESET_HELP}

      --json                the list as JSON
  -h, --help

Exits with 0, with 1 when a workspace cannot be read, and with 2 when there is no answer.`

export const dashboards: Command = {
  name: 'dashboards',
  summary: 'the dashboards of Superset or Preset with their embed ids',
  help: HELP,
  async run(words, terminal) {
    const { values, positionals } = parseWords(words, {
      ...SUPERSET_OPTIONS,
      ...PRESET_OPTIONS,
      json: { type: 'boolean' },
    })
    refusePositionals(positionals, 'It lists all of them: only options are understood.')
    if (isPreset(values)) {
      if (values.superset !== undefined) throw misuse('Give --superset or --preset, and not both.')
      return listPreset(values, terminal)
    }
    const session = await signInAs(values, terminal)
    const dashboards = await readEmbeddedDashboards(session)
    if (values.json) terminal.print(printableJson(dashboards))
    else if (dashboards.length > 0) terminal.print(show(dashboards, terminal))
    if (dashboards.length === 0) terminal.warn(await whyNone(session))
    return 0
  },
}

async function whyNone({ getAsNobody }: SupersetSession): Promise<string> {
  const names = await publicReads(getAsNobody, ['Dashboard'])
  if (names.length === 0) return 'No dashboards that this account may see.'
  return `No dashboards. ${publicReadsSentence(names)} ${takeFromPublic(names)}`
}
