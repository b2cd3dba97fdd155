/** When a change of an option takes effect, for every adapter alike. */

import type { AnyEmbedOptions } from './dashboard'

/** Options that a living page cannot take over: another value starts the dashboard again. */
const START_OPTIONS = [
  'dashboardUiConfig',
  'iframeSandboxExtras',
  'iframeAllowExtras',
  'referrerPolicy',
  'credentialless',
  'locale',
] as const

/** Options that a living page takes over. */
const LIVE_OPTIONS = [
  'title',
  'themeMode',
  'themeConfig',
  'nativeFilters',
  'filters',
  'view',
  'activeTab',
  'refreshEvery',
  'acceptFilterLoss',
  'variables',
  'clientContext',
  'height',
] as const

/** Another text for the same dashboard means that it has to start again. */
export function startTextOf(options: AnyEmbedOptions): string {
  return JSON.stringify([...valuesOf(options, START_OPTIONS), !options.dashboard])
}

/** Another text means that the dashboard has something to take over. */
export function liveTextOf(options: AnyEmbedOptions): string {
  return JSON.stringify(valuesOf(options, LIVE_OPTIONS))
}

/** Literal objects are new at every render, so options are compared by their values. */
function valuesOf(options: AnyEmbedOptions, names: readonly (keyof AnyEmbedOptions)[]) {
  return names.map((name) => options[name])
}
