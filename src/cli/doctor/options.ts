import {
  EMBEDDABLE_REGIONS,
  type EmbeddableRegion,
  isEmbeddableRegion,
} from '../../server/embeddable-regions'
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
  if (descriptor !== undefined && system.kind !== 'superset') {
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

/** Which system the doctor checks, by the options that were typed. */
export type System =
  | { readonly kind: 'superset'; readonly url: string }
  | {
      readonly kind: 'preset'
      readonly team: string
      readonly workspace: string
      readonly domain: string | undefined
      /** The API's address. */
      readonly url: string
    }
  | {
      readonly kind: 'embeddable'
      readonly id: string
      readonly region: EmbeddableRegion
      readonly savedVersion?: string
    }

export const SYSTEM_OPTIONS = {
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
export function readSystem(words: SystemWords): System {
  const { superset, 'preset-team': team, 'preset-workspace': workspace, embeddable: id } = words
  const isPreset = team !== undefined || workspace !== undefined
  const kinds = [superset !== undefined, isPreset, id !== undefined].filter(Boolean).length
  if (kinds > 1)
    throw misuse('Give only one system: --superset, --preset-team with --preset-workspace, or --embeddable.')
  if (isPreset) {
    return {
      kind: 'preset',
      team: checkedName('--preset-team', team, TEAM),
      workspace: checkedName('--preset-workspace', workspace, WORKSPACE),
      domain: presetDomain(workspace, words),
      url: presetApiUrl('--preset-url', words['preset-url']),
    }
  }
  if (id === undefined) return { kind: 'superset', url: supersetUrl(superset) }
  return embeddableOf(id, words)
}

function embeddableOf(id: string, words: SystemWords): System {
  const { 'embeddable-region': given = '', 'embeddable-version': savedVersion } = words
  const region = /^legacy-us$/i.test(given) ? 'legacy-US' : given.toLowerCase()
  if (!isEmbeddableRegion(region)) {
    throw misuse(
      'The region of the Embeddable workspace is missing. Give --embeddable-region us or eu. The first region is legacy-US.',
    )
  }
  return { kind: 'embeddable', id, region, ...(savedVersion !== undefined && { savedVersion }) }
}

function presetDomain(workspace: unknown, words: SystemWords): string | undefined {
  const { 'preset-region': region, 'preset-domain': domain } = words
  if (domain !== undefined) return checkedUrl('--preset-domain', domain)
  return region === undefined ? undefined : workspaceDomain(workspace, { region })
}

export const CHECKS: Readonly<Record<System['kind'], readonly Check[]>> = {
  superset: SUPERSET_CHECKS,
  preset: PRESET_CHECKS,
  embeddable: EMBEDDABLE_CHECKS,
}

export function nameOfSystem(system: System): string {
  if (system.kind === 'superset') return system.url
  return system.kind === 'preset' ? `Preset, workspace ${system.workspace}` : `Embeddable, ${system.id}`
}

/** The facts about the system that are known before the first check, with its key. */
export async function subjectOfSystem(
  system: System,
  terminal: Terminal,
): Promise<Pick<Subject, 'url' | 'preset' | 'presetDomain' | 'embeddable'>> {
  if (system.kind === 'superset') return { url: system.url }
  if (system.kind === 'embeddable') {
    const { kind: _, ...embeddable } = system
    const apiKey = await readSecret(VARIABLES.embeddableKey, "Embeddable's API key", terminal)
    return { url: EMBEDDABLE_REGIONS[system.region].api, embeddable: { ...embeddable, apiKey } }
  }
  const { team, workspace, domain, url } = system
  const name = await readSecret(VARIABLES.presetName, "Name of Preset's API key", terminal)
  const secret = await readSecret(VARIABLES.presetSecret, "Secret of Preset's API key", terminal)
  return {
    url: domain ?? 'https://app.preset.io',
    presetDomain: domain,
    preset: { team, workspace, name, secret, url },
  }
}
