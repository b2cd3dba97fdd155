/**
 * The options of a Superset dashboard become settings here, and nowhere else: own properties only, checked, with their
 * defaults, one small value for each concern. No other file of this folder receives the options as a whole.
 */

import { GuestpassError } from '../../core/errors'
import { checkTypes } from '../../core/option-types'
import { ownProperties } from '../../core/own-properties'
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
  readonly keepsTables: boolean | undefined
  readonly refresh: { readonly everyMs: number | undefined; readonly acceptsFilterLoss: boolean | undefined }
  /** The dashboard works, but a part of the options does not. */
  readonly warning: GuestpassError | undefined
  readonly callbacks: Pick<
    SupersetOptions,
    'onNativeFiltersChange' | 'onViewChange' | 'onSelect' | 'onNavigate' | 'resolvePermalinkUrl'
  >
}

/** @throws {GuestpassError} `option-invalid` */
export function readSupersetOptions(given: SupersetOptions): SupersetSettings {
  const options: SupersetOptions = ownProperties(given)
  checkTypes(options)
  const { nativeFilters = {} } = options
  const query = readAddressOptions(options)
  if (options.nativeFilters && query.has('native_filters')) {
    throw new GuestpassError('option-invalid', 'urlParams.native_filters is already set by another option.')
  }
  return {
    query,
    frame: readFrameOptions(options),
    theme: readThemeOptions(options),
    ...readViewOptions(options, nativeFilters),
    keepsTables: options.keepTables,
    refresh: { everyMs: options.refreshEvery, acceptsFilterLoss: options.acceptFilterLoss },
    // Only the callbacks, by their type.
    callbacks: options,
  }
}
