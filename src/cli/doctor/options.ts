import { EMBEDDABLE_REGIONS, isEmbeddableRegion } from '../../server/embeddable-regions'
import { checkedName, TEAM, WORKSPACE, workspaceDomain } from '../../server/issuers/preset'
import { checkedUrl } from '../../server/options'
import { presetApiUrl } from '../../server/preset-login'
import { DATABASES } from '../../server/rls/databases'
import type { Terminal } from '../command'
import { readSecret } from '../credentials'
import { supersetUrl } from '../superset-url'
import { VARIABLES } from '../variables'
import { misuse, parseWords, refusePositionals } from '../words'
import type { Check } from './check'
import { EMBEDDABLE_CHECKS, PRESET_CHECKS, SUPERSET_CHECKS } from './checks'
import { ALGORITHMS, type Algorithm, type Subject } from './subject'

export type DoctorOptions = ReturnType<typeof parseOptions>

export function parseOptions(words: readonly string[]) {
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
  const { dashboard, origin, 'token-url': tokenUrl, descriptor } = values
  const system = readSystem(values)
  if (descriptor !== undefined && system.checks !== SUPERSET_CHECKS) {
    throw misuse('--descriptor belongs to --superset. Remove it.')
  }
  return {
    system,
    username: values.username,
    provider: values.provider,
    /** Each is a clause, JSON, `@` with the path of a file, or `-` for stdin. */
    rls: values.rls ?? [],
    rlsDatabase: databaseOf(values['rls-database']),
    descriptor,
    asJson: values.json === true,
    /** The options that are facts for the checks, as they are. */
    facts: {
      dashboard: embedIdOf(dashboard),
      origin: origin === undefined ? undefined : new URL(addressOf('--origin', origin)).origin,
      tokenUrl: tokenUrl === undefined ? undefined : addressOf('--token-url', tokenUrl),
      audience: values.audience,
      algorithm: algorithmOf(values.algorithm),
      appCookie: values['app-cookie'],
    } satisfies Partial<Subject>,
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

/** Superset, Preset or Embeddable, as the doctor checks it. */
interface System {
  readonly checks: readonly Check[]
  /** For the heading. */
  readonly title: string
  /** Reads the key, and returns what is known before the first check. */
  readonly readFacts: (terminal: Terminal) => Promise<Pick<Subject, 'url'> & Partial<Subject>>
}

const SYSTEM_OPTIONS = {
  superset: { type: 'string' },
  'preset-team': { type: 'string' },
  'preset-workspace': { type: 'string' },
  'preset-region': { type: 'string' },
  'preset-domain': { type: 'string' },
  'preset-url': { type: 'string' },
  embeddable: { type: 'string' },
  'embeddable-region': { type: 'string' },
  'embeddable-version': { type: 'string' },
} as const

type SystemWords = { readonly [K in keyof typeof SYSTEM_OPTIONS]?: string | undefined }

/** @throws {ToolError} `option-invalid` */
function readSystem(words: SystemWords): System {
  const { superset, embeddable: id } = words
  const isPreset = words['preset-team'] !== undefined || words['preset-workspace'] !== undefined
  const kinds = [superset !== undefined, isPreset, id !== undefined].filter(Boolean).length
  if (kinds > 1)
    throw misuse('Give only one system: --superset, --preset-team with --preset-workspace, or --embeddable.')
  if (isPreset) return presetSystem(words)
  if (id !== undefined) return embeddableSystem(id, words)
  const url = supersetUrl(superset)
  return { checks: SUPERSET_CHECKS, title: url, readFacts: async () => ({ url }) }
}

function presetSystem(words: SystemWords): System {
  const { 'preset-region': region, 'preset-domain': domain } = words
  const team = checkedName('--preset-team', words['preset-team'], TEAM)
  const workspace = checkedName('--preset-workspace', words['preset-workspace'], WORKSPACE)
  const ofRegion = region === undefined ? undefined : workspaceDomain(workspace, { region })
  const presetDomain = domain === undefined ? ofRegion : checkedUrl('--preset-domain', domain)
  const url = presetApiUrl('--preset-url', words['preset-url'])
  return {
    checks: PRESET_CHECKS,
    title: `Preset, workspace ${workspace}`,
    async readFacts(terminal) {
      const name = await readSecret(VARIABLES.presetName, "Name of Preset's API key", terminal)
      const secret = await readSecret(VARIABLES.presetSecret, "Secret of Preset's API key", terminal)
      const preset = { team, workspace, name, secret, url }
      return { url: presetDomain ?? 'https://app.preset.io', presetDomain, preset }
    },
  }
}

function embeddableSystem(id: string, words: SystemWords): System {
  const { 'embeddable-region': given = '', 'embeddable-version': savedVersion } = words
  const region = /^legacy-us$/i.test(given) ? 'legacy-US' : given.toLowerCase()
  if (!isEmbeddableRegion(region)) {
    throw misuse(
      'The region of the Embeddable workspace is missing. Give --embeddable-region us or eu, or legacy-US for the oldest region (api.embeddable.com).',
    )
  }
  return {
    checks: EMBEDDABLE_CHECKS,
    title: `Embeddable, ${id}`,
    async readFacts(terminal) {
      const apiKey = await readSecret(VARIABLES.embeddableKey, "Embeddable's API key", terminal)
      const embeddable = { id, region, apiKey, ...(savedVersion !== undefined && { savedVersion }) }
      // The token route receives the id of an embeddable as a dashboard.
      return { url: EMBEDDABLE_REGIONS[region].api, dashboard: id, embeddable }
    },
  }
}
