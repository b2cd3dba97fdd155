import { DATABASES } from '../../server/rls/databases'
import { misuse, parseWords, refusePositionals } from '../words'
import { ALGORITHMS, type Algorithm } from './subject'
import { readSystem, SYSTEM_OPTIONS, type System } from './system'

export interface DoctorOptions {
  readonly system: System
  readonly dashboard: string | undefined
  readonly origin: string | undefined
  readonly tokenUrl: string | undefined
  readonly username: string | undefined
  readonly provider: string | undefined
  readonly audience: string | undefined
  readonly algorithm: Algorithm | undefined
  readonly appCookie: string | undefined
  /** Each is a clause, JSON, `@` with the path of a file, or `-` for stdin. */
  readonly rls: readonly string[]
  /** The database that plain-text clauses were written for. */
  readonly rlsDatabase: string | undefined
  /** The path of a file that `guestpass generate` wrote. */
  readonly descriptor: string | undefined
  readonly asJson: boolean
}

export function parseOptions(words: readonly string[]): DoctorOptions {
  const { values, positionals } = parseWords(words, {
    ...SYSTEM_OPTIONS,
    dashboard: { type: 'string' },
    origin: { type: 'string' },
    'token-url': { type: 'string' },
    username: { type: 'string' },
    provider: { type: 'string' },
    audience: { type: 'string' },
    algorithm: { type: 'string' },
    'app-cookie': { type: 'string' },
    rls: { type: 'string', multiple: true },
    'rls-database': { type: 'string' },
    descriptor: { type: 'string' },
    json: { type: 'boolean' },
  })
  refusePositionals(positionals, 'Only options are understood; --rls is given again for each rule.')
  const { dashboard, origin, username, provider, audience, rls = [], descriptor, json } = values
  const system = readSystem(values)
  if (descriptor !== undefined && system.kind !== 'superset') {
    throw misuse('--descriptor belongs to --superset. Remove it.')
  }
  return {
    system,
    dashboard: embedIdOf(dashboard),
    origin: origin === undefined ? undefined : new URL(addressOf('--origin', origin)).origin,
    tokenUrl: values['token-url'] === undefined ? undefined : addressOf('--token-url', values['token-url']),
    username,
    provider,
    audience,
    algorithm: algorithmOf(values.algorithm),
    appCookie: values['app-cookie'],
    rls,
    rlsDatabase: databaseOf(values['rls-database']),
    descriptor,
    asJson: json === true,
  }
}

/** Refuses only an address. The checks report a slug or a number, because they know the dashboards. */
function embedIdOf(dashboard: string | undefined): string | undefined {
  if (dashboard === undefined || !dashboard.includes('/')) return dashboard
  throw misuse('--dashboard is an address. Give the embed id: guestpass dashboards lists the embed ids.')
}

/** Refuses an address with credentials, because the doctor prints the address. */
function addressOf(option: string, text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw misuse(`${option} is not an address: write it with its scheme, as in https://app.example.com.`)
  }
  const { origin, pathname, username, password } = new URL(text)
  if (username || password) throw misuse(`${option} contains a username or a password. Remove them.`)
  return origin + pathname
}

function databaseOf(name: string | undefined): string | undefined {
  if (name === undefined || Object.hasOwn(DATABASES, name)) return name
  const known = Object.keys(DATABASES).join(', ')
  throw misuse(`--rls-database is unknown. Use one of ${known}.`)
}

function algorithmOf(name: string | undefined): Algorithm | undefined {
  const algorithm = ALGORITHMS.find((known) => known === name?.toUpperCase())
  if (name === undefined || algorithm) return algorithm
  throw misuse(`--algorithm must be one of ${ALGORITHMS.join(', ')}.`)
}
