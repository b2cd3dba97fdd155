/** When a change of an option takes effect, for every adapter alike. */

import { OPTIONS_BY_TYPE } from '../core/option-types'
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

/** Another text for the same dashboard means that it has to start again. */
export function startTextOf(options: AnyEmbedOptions): string {
  return JSON.stringify([...valuesOf(options, START_OPTIONS), !options.dashboard])
}

/** Another text means that the dashboard has something to take over. The texts do not contain functions. */
export function liveTextOf(options: AnyEmbedOptions): string {
  return JSON.stringify(valuesOf(options, [...Object.values(OPTIONS_BY_TYPE).flat(), 'filters']))
}

/** Literal objects are new at every render, so options are compared by their values. */
function valuesOf(options: AnyEmbedOptions, names: readonly string[]) {
  return names.map((name) => options[name as keyof AnyEmbedOptions])
}
