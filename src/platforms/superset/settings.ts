/**
 * The options of a Superset dashboard become settings here, and nowhere else: own properties only, checked, with their
 * defaults, one small value for each concern. No other file of this folder receives the options as a whole.
 */

import { GuestpassError, toGuestpassError } from '../../core/errors'
import { ownProperties } from '../../core/own-properties'
import type { ChannelNews } from '../../core/platform'
import type { WantedView } from '../../core/view'
import { type AddressOptions, readAddressOptions } from './embed-url'
import { type FrameAttributes, type FrameOptions, readFrameOptions } from './frame'
import type { FilterOptions } from './native-filters'
import { readThemeOptions, type ThemeOptions } from './theme'
import { readViewOptions, type ViewOptions } from './view-options'

/** The options of a Superset or Preset dashboard. */
export interface SupersetOptions
  extends FrameOptions,
    AddressOptions,
    FilterOptions,
    ThemeOptions,
    ViewOptions {
  /** Returns the address of a permalink in the app. Called when a viewer copies a link. @default Superset's address */
  readonly resolvePermalinkUrl?:
    | ((permalink: { readonly key: string }) => string | null | Promise<string | null>)
    | undefined
  /**
   * Called when the viewer follows a link in the dashboard to `{tokenUrl}/link?to=/orders/1`: `path` is `/orders/1`, and
   * always a path of the app, encoded as `location` reports it. Pass it to the router. The dashboard is shown again.
   *
   * @default such a link leads the frame away: the warning `dashboard-left`
   */
  readonly onNavigate?: ((path: string) => void) | undefined
  /**
   * How often the dashboard loads new data by itself, in milliseconds, at least 10,000. It works as `refresh()` without
   * `force`. It pauses in a hidden tab, out of view, without a network, and while a selection in a chart would be lost.
   * Superset 6.0 and later: see `acceptFilterLoss`. @default never
   */
  readonly refreshEvery?: number | undefined
  /**
   * Lets `refreshEvery` refresh a dashboard whose filters cannot be given back: before Superset 6.0, no page reports the
   * filters and selections of its viewer, so each refresh loses them. @default false
   */
  readonly acceptFilterLoss?: boolean | undefined
}

export interface SupersetSettings {
  /** The query of the embedded page's address, without a view. */
  readonly query: URLSearchParams
  readonly frame: FrameAttributes
  readonly theme: ThemeOptions
  readonly wanted: WantedView
  readonly refresh: { readonly everyMs: number | undefined; readonly acceptsFilterLoss: boolean | undefined }
  /** The dashboard works, but a part of the options does not. */
  readonly warning: GuestpassError | undefined
  readonly callbacks: Pick<SupersetOptions, Callback>
}

type Callback = 'onNativeFiltersChange' | 'onViewChange' | 'onSelect' | 'onNavigate' | 'resolvePermalinkUrl'

/** The type of each option, as `typeOf` returns it. */
const TYPES = {
  title: 'string',
  iframeSandboxExtras: 'list',
  iframeAllowExtras: 'list',
  referrerPolicy: 'string',
  credentialless: 'boolean',
  dashboardUiConfig: 'object',
  nativeFilters: 'object',
  view: 'object',
  activeTab: 'string',
  locale: 'string',
  themeMode: 'string',
  themeConfig: 'object',
  onNativeFiltersChange: 'function',
  onViewChange: 'function',
  onSelect: 'function',
  resolvePermalinkUrl: 'function',
  onNavigate: 'function',
  refreshEvery: 'number',
  acceptFilterLoss: 'boolean',
} satisfies Record<keyof SupersetOptions, string>

/** @throws {GuestpassError} `option-invalid` */
export function readSupersetOptions(given: SupersetOptions): SupersetSettings {
  const options: SupersetOptions = ownProperties(given)
  const { nativeFilters = {} } = options
  const callbacks: Record<string, unknown> = {}
  for (const [name, type] of Object.entries(TYPES)) {
    const value = options[name as keyof SupersetOptions]
    const actual = typeOf(value)
    if (actual !== type && actual !== 'undefined') {
      throw new GuestpassError('option-invalid', `${name} must be of type ${type}, not ${actual}.`)
    }
    if (type === 'function') callbacks[name] = value
  }
  const query = readAddressOptions(options)
  if (options.nativeFilters && query.has('native_filters')) {
    throw new GuestpassError('option-invalid', 'urlParams.native_filters is already set by another option.')
  }
  return {
    query,
    frame: readFrameOptions(options),
    theme: readThemeOptions(options),
    ...readViewOptions(options, nativeFilters),
    refresh: { everyMs: options.refreshEvery, acceptsFilterLoss: options.acceptFilterLoss },
    // Every option of the type `function` in the table.
    callbacks: callbacks as Pick<SupersetOptions, Callback>,
  }
}

/**
 * Returns the settings of the options as they are at the time of the call, because an app changes them while the
 * dashboard lives. Where a change is not valid, the settings before it stay in force and the app receives a warning.
 *
 * @throws {GuestpassError} `option-invalid` when the first options are not valid.
 */
export function createSettings(
  options: () => SupersetOptions,
  tell: (news: ChannelNews) => void,
): () => SupersetSettings {
  let settings = readSupersetOptions(options())
  let warned = ''
  /** The options are read often: the same warning once is enough. */
  function warn(error: GuestpassError): void {
    if (error.message !== warned) tell({ type: 'warning', error })
    warned = error.message
  }
  return () => {
    try {
      settings = readSupersetOptions(options())
      if (settings.warning) warn(settings.warning)
    } catch (thrown) {
      warn(toGuestpassError(thrown, 'option-invalid', 'The options cannot be read.'))
    }
    return settings
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}
