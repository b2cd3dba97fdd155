/**
 * The options of a Superset dashboard become settings here, and nowhere else: own properties only, checked, with their
 * defaults, one small value for each concern. No other file of this folder receives the options as a whole.
 */

import { GuestpassError, toGuestpassError } from '../../core/errors'
import { ownProperties } from '../../core/own-properties'
import type { ChannelNews } from '../../core/platform'
import { type AddressOptions, readAddressOptions } from './embed-url'
import { type FrameAttributes, type FrameOptions, readFrameOptions } from './frame'
import type { FilterOptions } from './native-filters'
import { readThemeOptions, type ThemeOptions } from './theme'
import type { NativeFilters } from './types'

/** The options of a Superset or Preset dashboard. */
export interface SupersetOptions extends FrameOptions, AddressOptions, FilterOptions, ThemeOptions {
  /** Returns the address of a permalink in the app. Called when a viewer copies a link. @default Superset's address */
  readonly resolvePermalinkUrl?:
    | ((permalink: { readonly key: string }) => string | null | Promise<string | null>)
    | undefined
}

export interface SupersetSettings {
  /** The query of the embedded page's address. */
  readonly query: URLSearchParams
  readonly frame: FrameAttributes
  readonly theme: ThemeOptions
  readonly nativeFilters: NativeFilters
  readonly callbacks: Pick<SupersetOptions, 'onNativeFiltersChange' | 'resolvePermalinkUrl'>
}

/** The type of each option, as `typeOf` returns it. */
const TYPES = {
  title: 'string',
  iframeSandboxExtras: 'list',
  iframeAllowExtras: 'list',
  referrerPolicy: 'string',
  credentialless: 'boolean',
  dashboardUiConfig: 'object',
  nativeFilters: 'object',
  locale: 'string',
  themeMode: 'string',
  themeConfig: 'object',
  onNativeFiltersChange: 'function',
  resolvePermalinkUrl: 'function',
} satisfies Record<keyof SupersetOptions, string>

/** @throws {GuestpassError} `option-invalid` */
export function readSupersetOptions(given: SupersetOptions): SupersetSettings {
  const options: SupersetOptions = ownProperties(given)
  const { nativeFilters = {}, onNativeFiltersChange, resolvePermalinkUrl } = options
  for (const [name, type] of Object.entries(TYPES)) {
    const actual = typeOf(options[name as keyof SupersetOptions])
    if (actual === type || actual === 'undefined') continue
    throw new GuestpassError('option-invalid', `${name} must be of type ${type}, not ${actual}.`)
  }
  return {
    query: readAddressOptions(options),
    frame: readFrameOptions(options),
    theme: readThemeOptions(options),
    nativeFilters,
    callbacks: { onNativeFiltersChange, resolvePermalinkUrl },
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
  let warning = ''
  return () => {
    try {
      settings = readSupersetOptions(options())
    } catch (thrown) {
      const error = toGuestpassError(thrown, 'option-invalid', 'The options cannot be read.')
      // The options are read often: the same warning once is enough.
      if (error.message !== warning) tell({ type: 'warning', error })
      warning = error.message
    }
    return settings
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}
