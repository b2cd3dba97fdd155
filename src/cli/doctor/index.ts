import { ask } from '../ask'
import type { Command, Terminal } from '../command'
import { givenSecret, readSupersetAccount } from '../credentials'
import { readModuleFile } from '../generate/read-module'
import { printable, printableJson } from '../printable'
import type { SupersetAccount } from '../superset-session'
import { VARIABLES } from '../variables'
import { runChecks } from './check'
import { ALL_CHECKS } from './checks'
import { exitCodeOf } from './finding'
import { type DoctorOptions, parseOptions } from './options'
import { readRules } from './rules'
import { showFinding, summary } from './show'
import type { Subject } from './subject'

const HELP = `guestpass doctor --superset <url>

Checks a deployment as an embedded page, the app and a stranger would see it, and reports problems with their fixes.

  --superset <url>      Superset's address, as this machine reaches it
  --dashboard <id>      the embed id of a dashboard
  --origin <url>        the origin of the app that embeds: https://app.example.com
  --token-url <url>     the app's own token route
  --rls <rule>          a clause, or JSON as in a grant: '[{"clause": "org = 7", "datasets": [3]}]'
                        @rules.json reads it from a file, - from stdin
                        @rules.mjs imports a module whose default export is the rules, or a function that returns them
  --rls-database <name> the database that clauses were written for, if they are plain texts: postgresql
  --descriptor <file>   a file that guestpass generate wrote: src/dashboards.ts
  --audience <text>     the audience of the app's tokens, if the app signs them itself
  --algorithm <name>    the algorithm that it signs with, if it is not HS256: HS384 or HS512
  --app-cookie <name>   the app's session cookie, if its first page does not set it
  --username <name>     the account that mints; or GUESTPASS_SUPERSET_USERNAME
  --provider <name>     db or ldap
  --json                every finding as JSON
  -h, --help

For Preset and Embeddable, in place of --superset:
  --preset-team <name>, --preset-workspace <name>, --preset-region <name>
                        the workspace, by the parts of its addresses
  --preset-domain <url> the workspace's address, in place of --preset-region
  --preset-url <url>    the API's address, if it is not https://api.app.preset.io/v1
  --embeddable <id>, --embeddable-region <us, eu or legacy-US>
  --embeddable-version <name>
                        the saved version that the app shows (production)

Secrets come from the environment, and are never printed:
  ${VARIABLES.password}      requested on a terminal if it is not set
  ${VARIABLES.accessToken}  in place of an account
  ${VARIABLES.guestSecret}           the secret that the app signs with, if it signs tokens itself
  ${VARIABLES.presetName}, ${VARIABLES.presetSecret}
                                   Preset's API key
  ${VARIABLES.embeddableKey}     Embeddable's

Exits with 0 if no check failed (warnings are allowed), with 1 if a check failed, and with 2 if there is no answer.`

export const doctor: Command = {
  name: 'doctor',
  summary: 'finds out why a deployment does not work, or is not safe',
  help: HELP,
  async run(words, terminal) {
    const options = parseOptions(words)
    const subject = await subjectOf(options, terminal)
    const page = {
      colours: terminal.colours,
      columns: Math.min(terminal.columns ?? UNSEEN_COLUMNS, WIDEST),
      width: NAME_WIDTH,
    }
    if (!options.asJson) terminal.print(`${heading(options, terminal)}\n`)
    const findings = await runChecks(options.system.checks, subject, {
      onStart: (name) => terminal.progress(`checking ${name} …`),
      onFinding: (finding) => {
        terminal.progress('')
        if (!options.asJson) terminal.print(showFinding(finding, page))
      },
    })
    terminal.progress('')
    terminal.print(options.asJson ? printableJson({ findings }) : `\n${summary(findings, terminal.colours)}`)
    return exitCodeOf(findings)
  },
}

/** The widest line, in columns. Longer lines are hard to read. */
const WIDEST = 120
/** The width of a line without a terminal, as in the log of a build. */
const UNSEEN_COLUMNS = 100

const NAME_WIDTH = Math.max(
  ...ALL_CHECKS.flatMap(({ name, problems }) => [name, ...Object.keys(problems)].map(({ length }) => length)),
)

async function subjectOf(options: DoctorOptions, terminal: Terminal): Promise<Subject> {
  const { system, rls, rlsDatabase, descriptor, facts } = options
  const known = await system.readFacts(terminal)
  return {
    fetch: (input, init) => ask(terminal.fetch, String(input), init),
    ...known,
    ...facts,
    dashboard: facts.dashboard ?? known.dashboard,
    account: await accountOf(options, terminal),
    guestSecret: givenSecret(VARIABLES.guestSecret, terminal),
    ...(descriptor !== undefined && {
      descriptor: { file: descriptor, dashboards: await readModuleFile(descriptor) },
    }),
    ...(rls.length > 0 && { rls: await readRules(rls, terminal, rlsDatabase) }),
  }
}

/** Many checks need no account, so the doctor does not ask for a username. */
async function accountOf(options: DoctorOptions, terminal: Terminal): Promise<SupersetAccount | undefined> {
  const { env } = terminal
  const isGiven = options.username || env[VARIABLES.username] || env[VARIABLES.accessToken]
  return isGiven ? readSupersetAccount(options, terminal) : undefined
}

function heading({ system, facts: { dashboard, origin } }: DoctorOptions, { colours }: Terminal): string {
  const details = [
    ...(dashboard ? [`dashboard ${dashboard}`] : []),
    ...(origin ? [`embedded at ${origin}`] : []),
  ]
  return [colours.strong(system.title), ...details.map((detail) => colours.faint(printable(detail)))].join(
    '\n',
  )
}
