import { proveIsolation } from '../../isolation/prove-isolation'
import { supersetApi } from '../../server/issuers/superset-api'
import type { Command, ExitCode } from '../command'
import { descriptorOf } from '../generate/object-of'
import { readStructures } from '../generate/read-structures'
import { printableJson } from '../printable'
import { SUPERSET_HELP, SUPERSET_OPTIONS, signInAs } from '../superset-words'
import { misuse, parseWords } from '../words'
import { readGrants } from './read-grants'
import { showReport } from './show'

const HELP = `guestpass isolation [dashboard…] --superset <url> --grants <file> --tenant <column>

Proves with guest tokens that tenants are kept apart, for every dataset that the dashboards use. It prints names and
counts, and never a value of a row or a rule.

  [dashboard…]              ids, slugs, titles or embed ids; without any, all embedded dashboards
      --grants <file>       JSON: what authorize returns for viewers of at least two tenants, by name, and the tenants
                            of each: {"usa": {"viewer": "ana", "rls": [{"clause": "…"}], "tenants": ["USA"]}, …}
      --tenant <column>     the column that names the tenant of a row; without it, only the reach of rules is tested
      --shared <dataset>    a dataset that every tenant may see; can be repeated

${SUPERSET_HELP}

      --json                the report as JSON
  -h, --help

Exits with 0 when it is proved, with 1 when a tenant sees rows that it should not see, and with 2 when nothing is
proved.`

const OPTIONS = {
  ...SUPERSET_OPTIONS,
  grants: { type: 'string' },
  tenant: { type: 'string' },
  shared: { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const

const EXIT_CODES = { proved: 0, leak: 1, 'nothing-proved': 2 } as const satisfies Record<string, ExitCode>

export const isolation: Command = {
  name: 'isolation',
  summary: 'proves on a Superset that tenants are kept apart',
  help: HELP,
  async run(words, terminal) {
    const { values, positionals } = parseWords(words, OPTIONS)
    if (values.grants === undefined)
      throw misuse('--grants is missing. Give a file with the grants of two viewers.')
    const session = await signInAs(values, terminal)
    const structures = await readStructures(session, positionals, terminal)
    const dashboards = structures.map(descriptorOf)
    const grants = await readGrants(
      values.grants,
      dashboards.map(({ embedId }) => embedId),
    )
    terminal.progress('asking as each viewer …')
    try {
      const { url, accessToken } = session
      const report = await proveIsolation({
        issuer: supersetApi({ url, accessToken: async () => accessToken, fetch: terminal.fetch }),
        dashboards,
        grants,
        tenantColumn: values.tenant,
        sharedDatasets: values.shared,
      })
      terminal.print(values.json ? printableJson(report) : showReport(report, terminal.colours))
      return EXIT_CODES[report.outcome]
    } finally {
      terminal.progress('')
    }
  },
}
