/** The calls into an embedded dashboard. The names are those of the official SDK, and `share` is of guestpass. */

import { ownProperties } from '../../core/own-properties'
import { checkTheme } from './theme'
import type {
  ChartDataPayloads,
  ChartStates,
  DataMask,
  ScrollSize,
  ThemeAnswer,
  ThemeConfig,
  ThemeMode,
} from './types'

/**
 * Every call waits until the dashboard is ready. It rejects with a `GuestpassError`: `timed-out` after a minute,
 * `not-supported` when the page is too old, `call-failed`, `unmounted` when the dashboard starts again or is removed, or
 * the error that keeps the dashboard from being ready.
 */
export interface SupersetCalls {
  /**
   * Shows new data: loads a second page in a frame behind the shown frame, and shows it 2 s after it is ready. The new page has
   * the tab of the viewer, and from Superset 6.0 on the filters. A selection in a chart is lost, and `onSelect` is called with
   * `null`. Rejects when the new page cannot be shown, and then the shown page stays. An abort ends only the wait.
   */
  refresh(options?: RefreshOptions): Promise<void>
  /** In CSS pixels. Up to 6.1 the height is at least the height of the frame. */
  getScrollSize(options?: CallOptions): Promise<ScrollSize>
  /** A link to the dashboard with its tab and filters. Superset refuses it when the app is on another site. */
  getDashboardPermalink(anchor?: string, options?: CallOptions): Promise<string>
  /** The ids of the open tabs, `TAB-…`. 2.1 and later. */
  getActiveTabs(options?: CallOptions): Promise<readonly string[]>
  /** 6.0 and later. */
  getDataMask(options?: CallOptions): Promise<DataMask>
  /** Later than 6.1. */
  setDataMask(dataMask: DataMask, options?: CallOptions): Promise<void>
  /** 6.1 and later. */
  getChartStates(options?: CallOptions): Promise<ChartStates>
  /** Of every chart, or of the chart with this number. 6.1 and later. */
  getChartDataPayloads(
    params?: { readonly chartId?: number },
    options?: CallOptions,
  ): Promise<ChartDataPayloads>
  /** 6.0 and later. */
  setThemeConfig(themeConfig: ThemeConfig, options?: CallOptions): Promise<ThemeAnswer>
  /** 6.1 and later. */
  setThemeMode(mode: ThemeMode, options?: CallOptions): Promise<ThemeAnswer>
  /**
   * A link to the app, with what the viewer looks at in its address. The page of the app reads it with `parseView`. It has
   * the tab on all releases, and the filters and the sorting of interactive tables from 6.1 on. A sorted table, or
   * filters that need more than 4,000 bytes, are stored as a permalink by the token route. Where that is not possible, they are
   * left out, and `onWarning` is called with `view-incomplete`. Rejects with `option-invalid` for a `url` that is not
   * an address of the web.
   */
  share(options?: ShareOptions): Promise<string>
}

/** The last argument of every call. */
export interface CallOptions {
  /** The call rejects with the signal's reason when the signal aborts. */
  readonly signal?: AbortSignal | undefined
}

/** How a dashboard is refreshed. */
export interface RefreshOptions extends CallOptions {
  /**
   * Whether the charts bypass Superset's cache. Their queries then run in the database, also after later changes of a tab or
   * a filter. @default false
   */
  readonly force?: boolean | undefined
}

/** Where a shared link leads to. */
export interface ShareOptions extends CallOptions {
  /** The address of the app's page that shows the dashboard, absolute or relative. @default the address of this page */
  readonly url?: string | URL | undefined
  /** The parameter of the address that has the view. An address keeps its other parameters. @default 'view' */
  readonly parameter?: string | undefined
}

export type Call = (method: string, args?: unknown, signal?: AbortSignal) => Promise<unknown>

/** The shape of every answer was checked where it came in: see page/answers. */
export function supersetCalls(call: Call): SupersetCalls {
  const ask = <T>(method: string, args: unknown, options: CallOptions | undefined) =>
    call(method, args, ownProperties(options ?? {}).signal) as Promise<T>

  return {
    refresh: (options) => ask('refresh', { force: ownProperties(options ?? {}).force }, options),
    getScrollSize: (options) => ask('getScrollSize', undefined, options),
    getDashboardPermalink: (anchor, options) => ask('getDashboardPermalink', { anchor }, options),
    getActiveTabs: (options) => ask('getActiveTabs', undefined, options),
    getDataMask: (options) => ask('getDataMask', undefined, options),
    setDataMask: (dataMask, options) => ask('setDataMask', { dataMask }, options),
    getChartStates: (options) => ask('getChartStates', undefined, options),
    getChartDataPayloads: (params, options) => ask('getChartDataPayloads', params, options),
    async setThemeConfig(themeConfig, options) {
      checkTheme(themeConfig)
      return ask('setThemeConfig', { themeConfig }, options)
    },
    setThemeMode: (mode, options) => ask('setThemeMode', { mode }, options),
    share: (options) => ask('share', options, options),
  }
}
