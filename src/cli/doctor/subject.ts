import type { NamedStructure } from '../generate/write-module'
import type { SupersetAccount, SupersetSession } from '../superset-session'
import type { SetCookie } from './app/set-cookie'
import type { EmbeddableAccess } from './embeddable/access'
import type { PresetAccess } from './preset/access'

/** What `supersetJwt` can sign with. */
export const ALGORITHMS = ['HS256', 'HS384', 'HS512'] as const
export type Algorithm = (typeof ALGORITHMS)[number]

/** What is looked at: what was given, and what the checks have learnt of it so far. */
export interface Subject {
  /** Asks once, for 10 s at most, and follows no redirect. */
  readonly fetch: typeof globalThis.fetch
  /** Where the dashboards come from, without a slash at its end. */
  readonly url: string
  /** The embed id. */
  readonly dashboard?: string | undefined
  /** Of the app that embeds. */
  readonly origin?: string | undefined
  /** Of the app's token route. */
  readonly tokenUrl?: string | undefined
  readonly rls?: readonly Rule[] | undefined
  /** What guest tokens are signed with, when it was given. */
  readonly guestSecret?: string | undefined
  /** Who signs in, where an account was given. */
  readonly account?: SupersetAccount | undefined
  readonly audience?: string | undefined
  /** What the app signs with. @default 'HS256' */
  readonly algorithm?: Algorithm | undefined
  /** The name of the app's session cookie, where it is set only at the sign-in. */
  readonly appCookie?: string | undefined
  /** A file that `guestpass generate` wrote, when it was given. */
  readonly descriptor?: DescriptorFile
  readonly preset?: PresetAccess
  /** The workspace's address, when its region was given. */
  readonly presetDomain?: string | undefined
  readonly embeddable?: EmbeddableAccess

  /** The first answer there was. */
  readonly answer?: Answer
  /** Such as `6.1.0`. */
  readonly version?: string
  /** Feature flags, as its pages tell them. */
  readonly flags?: Readonly<Record<string, unknown>>
  /** What the token route answers to nobody; only where it is one. */
  readonly routeStatus?: number
  /** The address of a script that the embedded page loads. */
  readonly pageScript?: string
  /** As its login page and its embedded page set them. */
  readonly supersetCookies?: readonly SetCookie[]
  /** As the app's page sets them, and its token route. */
  readonly appCookies?: readonly SetCookie[]
  /** Of the app's page: every Content-Security-Policy of it, with commas between them, and its COEP. */
  readonly appPolicies?: { readonly csp: string; readonly embedderPolicy: string }
  /** What visitors may read who have no account, such as `Dashboard`: Superset then looks at no account. */
  readonly publicReads?: readonly string[]
  /** A visitor without a token is taken for an anonymous one. */
  readonly isVisitorKnown?: boolean
  /** What the embedded page came with. */
  readonly pageHeaders?: Headers
  /** Unless it is known to be off. */
  readonly isEmbeddingOn?: true
  /** A dashboard has this embed id. */
  readonly isEmbedded?: true
  readonly session?: SupersetSession
  /** Preset's API accepts the key. */
  readonly isPresetKeyTaken?: true
  /** A guest token for the dashboard, without rules unless Superset wants some. */
  readonly token?: string
  /** The token is signed here, and not by Superset. */
  readonly isSelfSigned?: true
  /** When it was asked for, and when it was there. */
  readonly mintedAtMs?: readonly [number, number]
  /** The dashboard as the API knows it: the embedded page asks for it by its number. */
  readonly embedding?: Embedding
  /** Asks as the guest. */
  readonly guest?: Guest
  /** The header that it carries its token in. @default 'X-GuestToken' */
  readonly guestHeader?: string
  /** The guest's roles, each with its permissions: `can_read on Dashboard`. */
  readonly roles?: Readonly<Record<string, readonly string[]>>
  readonly charts?: readonly Chart[]
  /** The datasets that charts and native filters of the dashboard show. */
  readonly datasets?: readonly Dataset[]
  /** Others that a rule names, or whose table is in the SQL of a virtual dataset of the dashboard. */
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

/** As the embedded page is told of it. */
export interface Chart {
  readonly id: number
  readonly name: string
  readonly datasetId: number | undefined
  readonly formData: Readonly<Record<string, unknown>>
}

/** What the checks know of a dataset: it is asked for once, and findings are derived from it. */
export interface Dataset {
  readonly id: number
  /** Of a physical dataset: the table's name. */
  readonly name: string
  readonly catalog: string | undefined
  readonly schema: string | undefined
  /** Of a virtual dataset only. */
  readonly sql: string | undefined
  readonly columns: readonly string[]
  readonly databaseId: number | undefined
  /** Superset's name for the database: `postgresql`. */
  readonly backend: string | undefined
  /** A native filter of the dashboard that shows values of the dataset. */
  readonly filterId?: string | undefined
}

export interface Answer {
  readonly sentAtMs: number
  readonly receivedAtMs: number
  readonly headers: Headers
}

/** What a check may need, and why it is not there. */
export const NEEDS = {
  answer: 'Superset does not answer.',
  isEmbeddingOn: 'embedding is not known to be on, see feature-flag.',
  isEmbedded: 'there is no embedded page, see embedded-page.',
  session: 'nobody is signed in, see login.',
  account: 'give an account: --username, and GUESTPASS_SUPERSET_PASSWORD in the environment.',
  token: 'there is no guest token, see mint.',
  embedding: 'what is embedded could not be read, see embedded-page.',
  pageScript: 'no page with a script was read, see embedded-page.',
  guest: 'the guest is not let in, see guest-role.',
  roles: 'the guest is not let in, see guest-role.',
  charts: 'the guest sees no dashboard, see guest-role.',
  datasets: 'the datasets could not be read, see datasets.',
  dashboard: 'give --dashboard, the embed id.',
  origin: 'give --origin, the address of the app.',
  tokenUrl: "give --token-url, the address of the app's token route.",
  routeStatus: 'there is no token route, see token-route.',
  descriptor: 'give --descriptor, a file that guestpass generate wrote.',
  rls: 'give --rls, the rules of a grant.',
  guestSecret: 'give the secret that signs guest tokens in the environment, see --help.',
  preset: 'give --preset-team and --preset-workspace.',
  isPresetKeyTaken: 'the API key is not taken, see preset-key.',
  presetDomain: "give --preset-region, the second part of the workspace's address, or --preset-domain.",
  embeddable: 'give --embeddable, its id.',
  appPolicies: "the app's page was not read, see app-page.",
  supersetCookies: 'its login page was not read, see version.',
  flags: 'its login page does not tell its feature flags.',
} as const satisfies { readonly [K in keyof Subject]?: string }

export type Need = keyof typeof NEEDS
