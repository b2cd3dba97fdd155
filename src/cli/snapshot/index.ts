import { writeFile } from 'node:fs/promises'
import { supersetApi } from '../../server/issuers/superset-api'
import type { Snapshot } from '../../snapshot'
import type { Command } from '../command'
import { readStructures } from '../generate/read-structures'
import type { Structure } from '../generate/structure'
import { printableJson, printableLine } from '../printable'
import { SUPERSET_HELP, signInAs } from '../superset-words'
import { misuse } from '../words'
import { readGrant } from './read-grant'
import { readSnapshotWords } from './read-words'

const HELP = `guestpass snapshot <dashboard> --superset <url> --grant <file> --out <file>

Takes a picture of a dashboard as one viewer sees it, with Chromium and the package playwright. It waits until every
chart is drawn, and names the charts that fail.

  <dashboard>              its id, slug, title or embed id
      --grant <file>        JSON: what authorize returns for the viewer: {"viewer": "ana", "rls": [{"clause": "…"}]}
      --out <file>          the picture to write: sales.png, or sales.pdf with one page as high as the dashboard
      --width <pixels>      the width of the dashboard, from 600 to 4000 (1200)
      --theme <theme>       light or dark (light)
      --tab <title>         the tab to show, by its title or its id (the dashboard's first)
      --app <origin>        an origin of the app that may show the dashboard (Superset's own)
      --assets <origin>     another origin that the dashboard loads files from; can be repeated
      --timeout <seconds>   the time limit (60)
      --chromium <path>     the Chromium to start (that of playwright)

${SUPERSET_HELP}

      --json                what was written as JSON
  -h, --help

Exits with 0, and with 2 when there is no picture.`

export const snapshot: Command = {
  name: 'snapshot',
  summary: 'a picture or PDF of a dashboard as one viewer sees it',
  help: HELP,
  async run(words, terminal) {
    const { values, dashboard, grant, out, tab, isJson, options } = readSnapshotWords(words)
    const session = await signInAs(values, terminal)
    const structure = readStructure(await readStructures(session, [dashboard], terminal))
    // Loaded on demand, because the other commands do not need it.
    const { snapshot: takeSnapshot } = await import('../../snapshot')
    terminal.progress('waiting for the charts …')
    try {
      const { url, accessToken } = session
      const picture = await takeSnapshot({
        ...options,
        issuer: supersetApi({ url, accessToken: async () => accessToken, fetch: terminal.fetch }),
        grant: await readGrant(grant, structure.embedId),
        dashboard: structure.embedId,
        view: tab === undefined ? undefined : { tab: tabIn(structure, tab) },
      })
      await write(out, picture)
      const { width, height, data } = picture
      const written = { file: out, title: structure.title, width, height, bytes: data.length }
      terminal.print(
        isJson
          ? printableJson(written)
          : `${printableLine(structure.title)}: ${out}, ${width} × ${height} px, ${Math.ceil(data.length / 1000)} kB`,
      )
      return 0
    } finally {
      terminal.progress('')
    }
  },
}

function readStructure([structure]: readonly Structure[]): Structure {
  if (structure) return structure
  throw misuse('The dashboard was not found. guestpass dashboards lists all.')
}

/** A tab by its id or its title. A tab inside a tab has the titles of both: `Details / By month`. */
function tabIn({ tabs }: Structure, wanted: string): string {
  const tab = tabs.find(({ id, name }) => id === wanted || name === wanted)
  if (tab) return tab.id
  const names = tabs.map(({ name }) => name).join(', ')
  throw misuse(
    `The dashboard does not have the tab ${wanted}. ${names ? `The tabs are ${names}.` : 'It does not have tabs.'}`,
  )
}

async function write(file: string, { data }: Snapshot): Promise<void> {
  try {
    await writeFile(file, data)
  } catch (error) {
    throw misuse(`${file} cannot be written (${Object(error).code}). Create its folder, or check its rights.`)
  }
}
