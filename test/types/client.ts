/** Checked by `tsc` only: what the types of the client allow, and what they refuse. */

import type {
  ChartDataPayloads,
  ChartStates,
  DataMask,
  EmbeddableVariables,
  EmbeddedDashboardProps,
  EmbedHandle,
  EmbedView,
  FetchGuestToken,
  GuestpassError,
  GuestpassErrorCode,
  GuestpassProviderProps,
  Log,
  NativeFilterValues,
  PreloadOptions,
  ScrollSize,
  TokenRoute,
  UseEmbed,
  UseEmbedOptions,
  useGuestToken,
} from 'guestpass'
import type { EmbedDashboardOptions, EmbeddedDashboard } from 'guestpass/vanilla'

type Is<Actual, Expected> = [Actual, Expected] extends [Expected, Actual] ? true : false
const holds = <Claim extends true>(claim?: Claim) => claim

// What each call answers, on every handle.
type Handles = EmbedHandle | UseEmbed | EmbeddedDashboard
holds<Is<Awaited<ReturnType<Handles['getScrollSize']>>, ScrollSize>>()
holds<Is<Awaited<ReturnType<Handles['getActiveTabs']>>, readonly string[]>>()
holds<Is<Awaited<ReturnType<Handles['getDataMask']>>, DataMask>>()
holds<Is<Awaited<ReturnType<Handles['getChartStates']>>, ChartStates>>()
holds<Is<Awaited<ReturnType<Handles['getChartDataPayloads']>>, ChartDataPayloads>>()
holds<Is<Awaited<ReturnType<Handles['getDashboardPermalink']>>, string>>()
holds<Is<Awaited<ReturnType<Handles['share']>>, string>>()

// What callbacks are given.
type Given<Name extends keyof EmbeddedDashboardProps> = Parameters<
  Extract<NonNullable<EmbeddedDashboardProps[Name]>, (...all: never[]) => unknown>
>
holds<Is<Given<'onError'>, [error: GuestpassError]>>()
holds<Is<Given<'onNativeFiltersChange'>, [filters: NativeFilterValues]>>()
holds<Is<Given<'onVariablesChange'>, [variables: EmbeddableVariables]>>()
holds<Is<Given<'onNavigate'>, [path: string]>>()
holds<Is<Given<'resolvePermalinkUrl'>, [permalink: { readonly key: string }]>>()

export const right: readonly EmbeddedDashboardProps[] = [
  { id: 'x' },
  { id: 'x', height: 'content', loading: 'lazy', themeMode: 'dark', referrerPolicy: 'origin' },
  { id: 'x', nativeFilters: { 'NATIVE_FILTER-1': ['USA', null], 'NATIVE_FILTER-2': { extraFormData: {} } } },
  { id: 'x', themeConfig: { theme_default: { token: { colorPrimary: 'teal' } } } },
  { id: 'x', dashboardUiConfig: { urlParams: { years: [2024, 2025], region: undefined } } },
  {
    id: 'x',
    variables: { country: 'USA', tags: ['a'] },
    clientContext: { theme: 'dark' },
    tokenRenewal: 'remount',
    baseUrl: 'https://api.eu.embeddable.com/',
    customCanvas: true,
  },
  {
    id: 'x',
    fallback: null,
    endedFallback: 'Over',
    errorFallback: ({ error, message }) => error.code + message,
  },
  { id: 'x', messages: { loading: 'Lädt', details: '', errors: { denied: 'Nicht für Sie' } } },
  { id: 'x', resolvePermalinkUrl: async ({ key }) => `https://app.example.com/${key}` },
]

export const wrong: readonly EmbeddedDashboardProps[] = [
  // @ts-expect-error the id is required
  {},
  // @ts-expect-error a policy that sends Superset no Referer
  { id: 'x', referrerPolicy: 'no-referrer' },
  // @ts-expect-error a mode that Superset does not have
  { id: 'x', themeMode: 'light' },
  // @ts-expect-error a switch that Superset does not have
  { id: 'x', dashboardUiConfig: { hideTabs: true } },
  // @ts-expect-error a bare theme
  { id: 'x', themeConfig: { token: {} } },
  // @ts-expect-error a way of renewing that there is not
  { id: 'x', tokenRenewal: 'reload' },
  // @ts-expect-error a code that there is not
  { id: 'x', messages: { errors: { 'signed-out': 'Abgemeldet' } } },
  // @ts-expect-error while the dashboard loads, retry does not exist
  { id: 'x', fallback: ({ retry }) => String(retry) },
  // @ts-expect-error a way of loading that there is not
  { id: 'x', loading: 'later' },
  // @ts-expect-error the name in the official SDK, which is `title` here
  { id: 'x', iframeTitle: 'Sales' },
  // @ts-expect-error options of Superset and of Embeddable
  { id: 'x', themeMode: 'dark', variables: { country: 'USA' } },
  // @ts-expect-error an address of Superset and an option of Embeddable
  { id: 'x', supersetDomain: 'https://bi.example.com', nonce: 'abc' },
  // @ts-expect-error a code of the tools
  { id: 'x', messages: { errors: { 'model-invalid': 'Wrong model' } } },
]

/** Every optional prop accepts `undefined`, also under `exactOptionalPropertyTypes`. */
type Optional<Props> = { [Name in keyof Props as undefined extends Props[Name] ? Name : never]: Props[Name] }
type Refusing<Props> = {
  [Name in keyof Props]-?: { [Key in Name]: undefined } extends Pick<Props, Name> ? never : Name
}[keyof Props]
type KeysOf<Union> = Union extends unknown ? Refusing<Optional<Union>> : never
holds<Is<KeysOf<EmbeddedDashboardProps>, never>>()
holds<Is<KeysOf<UseEmbedOptions>, never>>()
holds<Is<KeysOf<EmbedDashboardOptions>, never>>()
holds<Is<KeysOf<GuestpassProviderProps>, never>>()
holds<Is<KeysOf<PreloadOptions>, never>>()
holds<Is<KeysOf<TokenRoute>, never>>()

// `data-*`, `aria-*`, and the route and the log on the provider and on the hooks alike.
type Shared = 'tokenUrl' | 'viewer' | 'fetch' | 'fetchGuestToken' | 'supersetDomain' | 'log'
holds<Is<Exclude<Shared, keyof GuestpassProviderProps>, never>>()
holds<Is<Exclude<Shared, keyof UseEmbedOptions>, never>>()
holds<Is<Exclude<Shared, keyof EmbeddedDashboardProps>, never>>()
holds<Is<Exclude<Exclude<Shared, 'log'>, keyof PreloadOptions>, never>>()
holds<Is<Parameters<typeof useGuestToken>[1], TokenRoute | undefined>>()
holds<Is<Parameters<FetchGuestToken>, [dashboards: readonly string[]]>>()
holds<Is<Extract<keyof Parameters<Log>[0], 'token'>, never>>()

// A view is narrowed by its state, and a detached view is never delivered.
holds<Is<Extract<EmbedView['state'], 'detached'>, never>>()
export function codeOf(embed: UseEmbed): GuestpassErrorCode | undefined {
  return embed.state === 'failed' || embed.state === 'ended' ? embed.error.code : undefined
}

export const sdkOptions: EmbedDashboardOptions = {
  id: 'x',
  supersetDomain: 'https://bi.example.com',
  mountPoint: null,
  fetchGuestToken: async () => 'token',
  dashboardUiConfig: { hideTitle: true, filters: { expanded: true }, urlParams: { foo: 'bar' } },
  iframeSandboxExtras: ['allow-top-navigation'],
}
