/** What a host may ask of an embedded dashboard; the names are the official SDK's. */

import { GuestpassError } from '../../core/errors'
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
 * Every call waits for the dashboard to be ready, and rejects with a `GuestpassError` rather than wait for ever:
 * `timed-out` after a minute, `not-supported` by a page that is too old, `call-failed`, `unmounted` when the
 * dashboard is started anew or goes, or the error that keeps it from being ready.
 */
export interface SupersetCalls {
  /** In CSS pixels; up to 6.1 the height is never less than the frame's own. */
  getScrollSize(options?: CallOptions): Promise<ScrollSize>
  /** A link to the dashboard as it is now. On another site than the app Superset refuses it. */
  getDashboardPermalink(anchor?: string, options?: CallOptions): Promise<string>
  /** The ids of the tabs that are open, `TAB-…`. 2.1 and later. */
  getActiveTabs(options?: CallOptions): Promise<readonly string[]>
  /** 6.0 and later. */
  getDataMask(options?: CallOptions): Promise<DataMask>
  /** After 6.1. */
  setDataMask(dataMask: DataMask, options?: CallOptions): Promise<void>
  /** 6.1 and later. */
  getChartStates(options?: CallOptions): Promise<ChartStates>
  /** Of every chart, or of one. 6.1 and later. */
  getChartDataPayloads(
    params?: { readonly chartId?: number },
    options?: CallOptions,
  ): Promise<ChartDataPayloads>
  /** 6.0 and later. */
  setThemeConfig(themeConfig: ThemeConfig, options?: CallOptions): Promise<ThemeAnswer>
  /** 6.1 and later. */
  setThemeMode(mode: ThemeMode, options?: CallOptions): Promise<ThemeAnswer>
}

/** What every call takes last: `signal` makes it reject when nobody waits for the answer any more. */
export interface CallOptions {
  /** Rejects with the signal's reason once it is aborted. */
  readonly signal?: AbortSignal | undefined
}

export type Call = (method: string, args?: unknown, signal?: AbortSignal) => Promise<unknown>

export function supersetCalls(call: Call): SupersetCalls {
  /** What a page answers is checked for its shape only: the rest is Superset's to know. */
  async function ask<T>(
    method: string,
    args: unknown,
    options: CallOptions | undefined,
    isRight: (answer: unknown) => boolean = isObject,
  ): Promise<T> {
    const answer = await call(method, args, options?.signal)
    if (isRight(answer)) return answer as T
    throw new GuestpassError('call-failed', `${method}: the page answered something else.`)
  }

  return {
    getScrollSize: (options) => ask('getScrollSize', undefined, options, isScrollSize),
    getDashboardPermalink: (anchor, options) =>
      ask('getDashboardPermalink', { anchor }, options, (answer) => typeof answer === 'string'),
    getActiveTabs: (options) => ask('getActiveTabs', undefined, options, Array.isArray),
    getDataMask: (options) => ask('getDataMask', undefined, options),
    setDataMask: (dataMask, options) => ask('setDataMask', { dataMask }, options, () => true),
    getChartStates: (options) => ask('getChartStates', undefined, options),
    getChartDataPayloads: (params, options) => ask('getChartDataPayloads', params, options),
    async setThemeConfig(themeConfig, options) {
      checkTheme(themeConfig)
      return ask('setThemeConfig', { themeConfig }, options)
    },
    setThemeMode: (mode, options) => ask('setThemeMode', { mode }, options),
  }
}

export function isScrollSize(answer: unknown): answer is ScrollSize {
  const { width, height } = Object(answer)
  return Number.isFinite(width) && Number.isFinite(height)
}

const isObject = (answer: unknown) => typeof answer === 'object' && answer !== null
