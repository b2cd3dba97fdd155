import type { EmbeddableRegion } from '../../server/embeddable-regions'
import type { NamedStructure } from '../generate/write-module'
import type { SupersetAccount, SupersetSession } from '../superset-session'
import type { SetCookie } from './app/set-cookie'

/** The algorithms of `supersetJwt`. */
export const ALGORITHMS = ['HS256', 'HS384', 'HS512'] as const
export type Algorithm = (typeof ALGORITHMS)[number]

/** The deployment under test: the options that were given, and the facts that checks have learnt so far. */
export interface Subject {
  /** Sends a request once, waits at most 10 s, and does not follow redirects. */
  readonly fetch: typeof globalThis.fetch
  /** The address of Superset, Preset or Embeddable, without a slash at its end. */
  readonly url: string
  /** The embed id of the dashboard. */
  readonly dashboard?: string | undefined
  /** The origin of the app that embeds. */
  readonly origin?: string | undefined
  /** The address of the app's token route. */
  readonly tokenUrl?: string | undefined
  readonly rls?: readonly Rule[] | undefined
  /** The secret that signs guest tokens, if it was given. */
  readonly guestSecret?: string | undefined
  /** The account that signs in, if it was given. */
  readonly account?: SupersetAccount | undefined
  readonly audience?: string | undefined
  /** The algorithm that the app signs with. @default 'HS256' */
  readonly algorithm?: Algorithm | undefined
  /** The name of the app's session cookie, if the app sets it only at the sign-in. */
  readonly appCookie?: string | undefined
  /** A file that `guestpass generate` wrote, if it was given. */
  readonly descriptor?: DescriptorFile
  readonly preset?: PresetAccess
  /** The workspace's address, if its domain or region was given. */
  readonly presetDomain?: string | undefined
  readonly embeddable?: EmbeddableAccess

  /** The first answer of Superset. */
  readonly answer?: Answer
  /** Superset's version, for example `6.1.0`. */
  readonly version?: string
  /** Superset's feature flags, as its login page contains them. */
  readonly flags?: Readonly<Record<string, unknown>>
  /** The status of the token route when nobody is signed in. Not set if the address is not a token route. */
  readonly routeStatus?: number
  /** The address of a script that the embedded page loads. */
  readonly pageScript?: string
  /** The cookies that Superset's login page and embedded page set. */
  readonly supersetCookies?: readonly SetCookie[]
  /** The cookies that the app's page and token route set. */
  readonly appCookies?: readonly SetCookie[]
  /** The policies of the app's page: its Content-Security-Policies, separated by commas, and its COEP. */
  readonly appPolicies?: { readonly csp: string; readonly embedderPolicy: string }
  /** What the role Public may read, for example `Dashboard`. Superset ignores the account in such requests. */
  readonly publicReads?: readonly string[]
  /** Superset answers a request without a token as one of an anonymous visitor. */
  readonly isVisitorKnown?: boolean
  /** The headers of the embedded page. */
  readonly pageHeaders?: Headers
  /** Set unless embedding is known to be off. */
  readonly isEmbeddingOn?: true
  /** A dashboard has this embed id. */
  readonly isEmbedded?: true
  readonly session?: SupersetSession
  /** Preset's API accepts the key. */
  readonly isPresetKeyTaken?: true
  /** A guest token for the dashboard. It contains rules only if Superset refuses a token without rules. */
  readonly token?: string
  /** The doctor signed the token, and not Superset. */
  readonly isSelfSigned?: true
  /** When the token was requested, and when it arrived. */
  readonly mintedAtMs?: readonly [number, number]
  /** The dashboard's number: the embedded page requests the dashboard by this number. */
  readonly embedding?: Embedding
  /** Sends a request as the guest. */
  readonly guest?: Guest
  /** The header with the guest's token. @default 'X-GuestToken' */
  readonly guestHeader?: string
  /** The guest's roles, each with its permissions: `can_read on Dashboard`. */
  readonly roles?: Readonly<Record<string, readonly string[]>>
  readonly charts?: readonly Chart[]
  /** The datasets that charts and native filters of the dashboard show. */
  readonly datasets?: readonly Dataset[]
  /** Other datasets: a rule names them, or the SQL of a virtual dataset of the dashboard contains their table. */
  readonly otherDatasets?: readonly Dataset[]
}

/** One rule as a token contains it. A rule of the app that names several datasets becomes several of these. */
export interface Rule {
  /** The position of the app's rule, from 1. Findings name the position, because they must not contain values of the rule. */
  readonly number: number
  readonly clause: string
  readonly dataset?: number
  /** The database that the clause was written for: that of a built clause, or `--rls-database`. */
  readonly database?: string
  /** Made by `rls(…)`. */
  readonly isBuilt: boolean
}

export interface DescriptorFile {
  /** Its path, as it was given. */
  readonly file: string
  readonly dashboards: readonly NamedStructure[]
}

export interface Embedding {
  readonly numericId: number
}

export type Guest = (path: string, body?: unknown) => Promise<Response>

/** A chart, as Superset's API describes it to the embedded page. */
export interface Chart {
  readonly id: number
  readonly name: string
  readonly datasetId: number | undefined
  readonly formData: Readonly<Record<string, unknown>>
}

/** What the checks know of a dataset. It is requested once, and several checks use it. */
export interface Dataset {
  readonly id: number
  /** For a physical dataset: the table's name. */
  readonly name: string
  readonly catalog: string | undefined
  readonly schema: string | undefined
  /** Only for a virtual dataset. */
  readonly sql: string | undefined
  readonly columns: readonly string[]
  readonly databaseId: number | undefined
  /** Superset's name for the database: `postgresql`. */
  readonly backend: string | undefined
  /** The id of a native filter of the dashboard that shows values of the dataset. */
  readonly filterId?: string | undefined
}

export interface Answer {
  readonly sentAtMs: number
  readonly receivedAtMs: number
  readonly headers: Headers
}

/** The facts that a check may need, each with the message if the fact is missing. */
export const NEEDS = {
  answer: 'Superset does not answer.',
  isEmbeddingOn: 'embedding is not known to be on, see feature-flag.',
  isEmbedded: 'the embedded page was not found, see embedded-page.',
  session: 'the account is not signed in, see login.',
  account: 'give an account: --username, and GUESTPASS_SUPERSET_PASSWORD in the environment.',
  token: 'no guest token was minted, see mint.',
  embedding: 'the dashboard’s number could not be read, see embedded-page.',
  pageScript: 'the script of the embedded page is not known, see embedded-page.',
  guest: 'Superset refuses the guest, see guest-role.',
  roles: 'Superset refuses the guest, see guest-role.',
  charts: 'the guest does not see the dashboard, see guest-role.',
  datasets: 'the datasets could not be read, see datasets.',
  dashboard: 'give --dashboard, the embed id.',
  origin: 'give --origin, the address of the app.',
  tokenUrl: "give --token-url, the address of the app's token route.",
  routeStatus: 'the token route was not found, see token-route.',
  descriptor: 'give --descriptor, a file that guestpass generate wrote.',
  rls: 'give --rls, the rules of a grant.',
  guestSecret: 'give the secret that signs guest tokens in the environment, see --help.',
  preset: 'give --preset-team and --preset-workspace.',
  isPresetKeyTaken: 'Preset does not accept the API key, see preset-key.',
  presetDomain: "give --preset-region, the second part of the workspace's address, or --preset-domain.",
  embeddable: 'give --embeddable, its id.',
  appPolicies: "the app's page could not be read, see app-page.",
  supersetCookies: 'Superset’s login page could not be read, see version.',
  flags: 'Superset’s login page does not contain its feature flags.',
} as const satisfies { readonly [K in keyof Subject]?: string }

export type Need = keyof typeof NEEDS

/** A workspace of Preset, and the API key that mints for it. */
export interface PresetAccess {
  readonly team: string
  readonly workspace: string
  readonly name: string
  readonly secret: string
  /** The API's address. @default that of Preset's cloud */
  readonly url?: string
}

/** An embeddable, and the API key that mints tokens for it. */
export interface EmbeddableAccess {
  readonly id: string
  readonly region: EmbeddableRegion
  readonly apiKey: string
  /** The saved version of the embeddable that the viewer sees: a tag such as `production`, or a version such as `v3`. @default that of the issuer */
  readonly savedVersion?: string
}
