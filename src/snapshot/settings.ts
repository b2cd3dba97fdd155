import type { DashboardDescriptor } from '../core/descriptor'
import { embedIdOf } from '../core/embed-id'
import { GuestpassError } from '../core/errors'
import { ownProperties } from '../core/own-properties'
import type { ViewerGrant } from '../server/grant'
import type { CombinedIssuer, Issuer } from '../server/issuer'
import { checkedUrl, checkNames, invalid, type OptionName } from '../server/options'
import { asCombined } from '../server/route/as-combined'
import type { DashboardUiConfig, DashboardView, ThemeConfig } from '../vanilla'

/** What a snapshot is taken of, and how. */
export interface SnapshotOptions<G extends ViewerGrant> {
  /** The issuer of the token route. */
  readonly issuer: Issuer<G> | CombinedIssuer<G>
  /** What `authorize` returns for the viewer whose rows the picture shows. */
  readonly grant: NoInfer<G>
  /** The embed id of the dashboard, or a constant that `npx guestpass generate` wrote. The grant has to list it. */
  readonly dashboard: string | DashboardDescriptor
  /** A PDF has one page, as high as the dashboard. @default 'png' */
  readonly format?: 'png' | 'pdf' | undefined
  /** The width of the dashboard in CSS pixels, from 600 to 4,000. Below 1,000, tables are cut. @default 1200 */
  readonly width?: number | undefined
  /** Pixels of the picture for each CSS pixel, from 1 to 3. @default 2 */
  readonly scale?: number | undefined
  /** `'dark'` needs Superset 6.0. @default 'light' */
  readonly theme?: 'light' | 'dark' | undefined
  /** The app's own light and dark theme, as `themeConfig` of an embedded dashboard. Superset 6.0 and later. */
  readonly themeConfig?: ThemeConfig | undefined
  /** The tab and the values of filters. @default the dashboard's own first tab and filters */
  readonly view?: DashboardView | undefined
  /**
   * What the picture shows around the charts. Where `filters.visible` is `false`, Superset does not load charts that wait for a
   * required filter. @default { hideTitle: true, hideChartControls: true, filters: { expanded: false } }
   */
  readonly dashboardUiConfig?: DashboardUiConfig | undefined
  /** The language, as `locale` of an embedded dashboard. @default Superset's own */
  readonly locale?: string | undefined
  /** The time zone of the browser, for example `Europe/Paris`. @default the time zone of the process */
  readonly timeZone?: string | undefined
  /**
   * An origin of the app that may show the dashboard: one of its allowed domains, and of Superset's `frame-ancestors`. The
   * browser opens a page of this origin. Nothing is requested from it. @default Superset's own origin
   */
  readonly appOrigin?: string | undefined
  /** Other origins from which dashboards load scripts, images or maps. @default none: such requests are blocked */
  readonly assetOrigins?: readonly string[] | undefined
  /** The time limit in milliseconds, without the time that the snapshot waits for its turn. @default 60000 */
  readonly timeoutMs?: number | undefined
  /** Ends the snapshot, also while it waits for its turn. The promise rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined
  /** The snapshot waits while this many others of this process run. @default 2 */
  readonly maxConcurrentSnapshots?: number | undefined
  /** How Playwright starts Chromium. @default the Chromium of `npx playwright install chromium-headless-shell` */
  readonly browser?: SnapshotBrowser | undefined
}

/** How Chromium is started. The names are those of Playwright. */
export interface SnapshotBrowser {
  /** The path of a Chromium. @default Playwright's own */
  readonly executablePath?: string | undefined
  /** A Chromium that is installed for everybody, for example `chrome`. */
  readonly channel?: string | undefined
  /** Whether Chromium uses its sandbox. As root, and in most containers, it has to be `false`. @default false */
  readonly chromiumSandbox?: boolean | undefined
  /** Other arguments of Chromium. Every process of the machine can read them. */
  readonly args?: readonly string[] | undefined
}

/** The options, checked and with their defaults. */
export interface SnapshotSettings<G extends ViewerGrant = ViewerGrant> {
  readonly issuer: Issuer<G> | CombinedIssuer<G>
  readonly grant: G
  readonly embedId: string
  /** Superset's address. */
  readonly domain: string
  readonly appOrigin: string
  /** The origins whose requests are not blocked. */
  readonly openOrigins: ReadonlySet<string>
  readonly format: 'png' | 'pdf'
  readonly width: number
  readonly scale: number
  readonly isDark: boolean
  /** The id of the tab to show. */
  readonly tab: string | undefined
  readonly locale: string | undefined
  readonly timeZone: string | undefined
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  readonly maxConcurrentSnapshots: number
  readonly browser: SnapshotBrowser
  /** The options of `embedDashboard` that are plain values. */
  readonly embed: Readonly<Record<string, unknown>>
}

/** A picture has no use for buttons: the title bar has some, too. */
const PICTURE_UI = { hideTitle: true, hideChartControls: true, filters: { expanded: false } }

const OPTIONS: Readonly<Record<OptionName<SnapshotOptions<ViewerGrant>>, true>> = {
  issuer: true,
  grant: true,
  dashboard: true,
  format: true,
  width: true,
  scale: true,
  theme: true,
  themeConfig: true,
  view: true,
  dashboardUiConfig: true,
  locale: true,
  timeZone: true,
  appOrigin: true,
  assetOrigins: true,
  timeoutMs: true,
  signal: true,
  maxConcurrentSnapshots: true,
  browser: true,
}

/** @throws {GuestpassError} `option-invalid`, `grant-invalid`, `denied` */
export function readSettings<G extends ViewerGrant>(given: SnapshotOptions<G>): SnapshotSettings<G> {
  checkNames('snapshot', given, OPTIONS)
  const options = ownProperties(given)
  const { issuer, grant, format = 'png', theme = 'light', dashboard, themeConfig, view, locale } = options
  const isDescriptor = typeof dashboard === 'object' && dashboard !== null
  const embedId = embedIdOf(isDescriptor ? { dashboard } : { id: dashboard })
  const domain = domainOf(issuer, grant, embedId)
  const appOrigin = originIn('appOrigin', options.appOrigin ?? new URL(domain).origin)
  const assetOrigins = (options.assetOrigins ?? []).map((origin) => originIn('assetOrigins', origin))
  const isDark = oneOf('theme', theme, ['light', 'dark']) === 'dark'
  return {
    ...{ issuer, grant, embedId, domain, appOrigin, isDark, locale },
    openOrigins: new Set([new URL(domain).origin, appOrigin, ...assetOrigins]),
    format: oneOf('format', format, ['png', 'pdf']),
    width: within('width', options.width ?? 1200, 600, 4_000),
    scale: within('scale', options.scale ?? 2, 1, 3),
    tab: ownProperties(view ?? {}).tab,
    timeZone: options.timeZone,
    timeoutMs: within('timeoutMs', options.timeoutMs ?? 60_000, 1, 3_600_000),
    signal: options.signal,
    maxConcurrentSnapshots: within('maxConcurrentSnapshots', options.maxConcurrentSnapshots ?? 2, 1, 100),
    browser: options.browser ?? {},
    embed: {
      ...(isDescriptor ? { dashboard } : { id: embedId }),
      ...{ supersetDomain: domain, themeConfig, view, locale },
      dashboardUiConfig: { ...PICTURE_UI, ...options.dashboardUiConfig },
      ...(isDark && { themeMode: 'dark' }),
    },
  }
}

/** The address of the Superset of the dashboard, for a viewer who may see it. */
function domainOf<G extends ViewerGrant>(
  issuer: Issuer<G> | CombinedIssuer<G>,
  grant: G,
  embedId: string,
): string {
  const combined = asCombined(issuer)
  const part = combined
    .partsOf(combined.parseGrant(grant))
    .find((candidate) => candidate.grant.dashboards.includes(embedId))
  if (!part)
    throw new GuestpassError('denied', `The grant does not list the dashboard ${JSON.stringify(embedId)}.`)
  if (part.issuer.platform !== 'superset') {
    throw invalid('dashboard is one of Embeddable. Snapshots are taken of Superset and Preset.')
  }
  return part.issuer.domain
}

function originIn(name: string, value: string): string {
  const { origin, href } = new URL(checkedUrl(name, value))
  if (href === `${origin}/`) return origin
  throw invalid(`${name} has a path. Write scheme, host and port, as in https://app.example.com.`)
}

function oneOf<const Value extends string>(name: string, value: Value, values: readonly Value[]): Value {
  if (values.includes(value)) return value
  throw invalid(`${name} is not one of ${values.join(', ')}.`)
}

function within(name: string, value: number, min: number, max: number): number {
  if (typeof value === 'number' && value >= min && value <= max) return value
  throw invalid(`${name} is not a number from ${min} to ${max}.`)
}
