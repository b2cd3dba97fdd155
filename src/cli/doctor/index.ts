import { ask } from '../ask'
import type { Command, Terminal } from '../command'
import { givenSecret, readSupersetAccount } from '../credentials'
import { readModuleFile } from '../generate/read-module'
import { printable, printableJson } from '../printable'
import type { SupersetAccount } from '../superset-session'
import { VARIABLES } from '../variables'
import { ALL_CHECKS } from './checks'
import { exitCodeOf } from './finding'
import { type DoctorOptions, parseOptions } from './options'
import { readRules } from './rules'
import { runChecks } from './run'
import { showFinding, summary } from './show'
import type { Subject } from './subject'
import { CHECKS, nameOfSystem, subjectOfSystem } from './system'

const HELP = `guestpass doctor --superset <url>

Looks at a deployment the way an embedded page, its host and a stranger would, and says what is wrong and how to mend it.

  --superset <url>      Superset's address, as this machine reaches it
  --dashboard <id>      the embed id of a dashboard
  --origin <url>        where the app that embeds lives: https://app.example.com
  --token-url <url>     the app's own token route
  --rls <rule>          a clause, or JSON as in a grant: '[{"clause": "org = 7", "datasets": [3]}]'
                        @rules.json reads it from a file, - from stdin
                        @rules.mjs imports a module whose default export is the rules, or a function that returns them
  --rls-database <name> the database that clauses were written for, if they are plain texts: postgresql
  --descriptor <file>   a file that guestpass generate wrote: src/dashboards.ts
  --audience <text>     what the app signs its tokens for, where it signs them itself
  --algorithm <name>    what it signs them with, if it is not HS256: HS384 or HS512
  --app-cookie <name>   the app's session cookie, if its first page does not set it
  --username <name>     the account that mints; or GUESTPASS_SUPERSET_USERNAME
  --provider <name>     db or ldap
  --json                every finding as JSON
  -h, --help

Of Preset and Embeddable, in place of --superset:
  --preset-team <name>, --preset-workspace <name>, --preset-region <name>
                        the workspace, by the parts of its addresses
  --preset-domain <url> the workspace's address, in place of --preset-region
  --preset-url <url>    the API's address, if it is not https://api.app.preset.io/v1
  --embeddable <id>, --embeddable-region <us, eu or legacy-US>
  --embeddable-version <name>
                        the saved version that the app shows (production)

Secrets come from the environment, and are never printed:
  ${VARIABLES.password}      asked for on a terminal where it is not set
  ${VARIABLES.accessToken}  in place of an account
  ${VARIABLES.guestSecret}           what the app signs with, where it signs itself
  ${VARIABLES.presetName}, ${VARIABLES.presetSecret}
                                   Preset's API key
  ${VARIABLES.embeddableKey}     Embeddable's

Exits with 0 when all is well or only to be looked at, with 1 when something has to be mended, with 2 when there is no
answer.`

export const doctor: Command = {
  name: 'doctor',
  summary: 'what keeps a deployment from working, or from being safe',
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
    const findings = await runChecks(CHECKS[options.system.kind], subject, {
      onStart: (name) => terminal.progress(`looking at ${name} …`),
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

/** Longer lines are hard to read. */
const WIDEST = 120
/** Where no person reads it, as in the log of a build. */
const UNSEEN_COLUMNS = 100

const NAME_WIDTH = Math.max(
  ...ALL_CHECKS.flatMap(({ name, problems }) => [name, ...Object.keys(problems)].map(({ length }) => length)),
)

async function subjectOf(options: DoctorOptions, terminal: Terminal): Promise<Subject> {
  const { system, dashboard, origin, tokenUrl, rls, rlsDatabase, descriptor } = options
  return {
    fetch: (input, init) => ask(terminal.fetch, String(input), init),
    ...(await subjectOfSystem(system, terminal)),
    // The app's route is asked for the one by the name of the other.
    dashboard: dashboard ?? (system.kind === 'embeddable' ? system.id : undefined),
    origin,
    tokenUrl,
    account: await accountOf(options, terminal),
    guestSecret: givenSecret(VARIABLES.guestSecret, terminal),
    audience: options.audience,
    algorithm: options.algorithm,
    appCookie: options.appCookie,
    ...(descriptor !== undefined && {
      descriptor: { file: descriptor, dashboards: await readModuleFile(descriptor) },
    }),
    ...(rls.length > 0 && { rls: await readRules(rls, terminal, rlsDatabase) }),
  }
}

/** Much can be looked at without one: nobody is asked for a name. */
async function accountOf(options: DoctorOptions, terminal: Terminal): Promise<SupersetAccount | undefined> {
  const { env } = terminal
  const isGiven = options.username || env[VARIABLES.username] || env[VARIABLES.accessToken]
  return isGiven ? readSupersetAccount(options, terminal) : undefined
}

function heading({ system, dashboard, origin }: DoctorOptions, { colours }: Terminal): string {
  const details = [dashboard && `dashboard ${dashboard}`, origin && `embedded at ${origin}`].filter(Boolean)
  return [
    colours.strong(nameOfSystem(system)),
    ...details.map((one) => colours.faint(printable(one as string))),
  ].join('\n')
}
