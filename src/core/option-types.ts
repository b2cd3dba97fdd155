/** What the options of a dashboard accept: one table for all systems, so that every option is checked in the same way. */

import { GuestpassError } from './errors'
import { ownProperties } from './own-properties'

/**
 * The options by their type, as `typeOf` returns it. Left out are `dashboard`, `filters` and `keepAlive`, whose own checks
 * say more.
 */
export const OPTIONS_BY_TYPE: Readonly<Record<string, readonly string[]>> = {
  string: [
    'id',
    'title',
    'loading',
    'supersetDomain',
    'tokenUrl',
    'viewer',
    'referrerPolicy',
    'activeTab',
    'locale',
    'themeMode',
    'tokenRenewal',
    'baseUrl',
    'nonce',
  ],
  'string or number': ['height'],
  number: ['maxConcurrentLoads', 'refreshEvery'],
  boolean: ['credentialless', 'acceptFilterLoss', 'keepTables', 'customCanvas'],
  list: ['iframeSandboxExtras', 'iframeAllowExtras'],
  object: ['dashboardUiConfig', 'nativeFilters', 'view', 'themeConfig', 'variables', 'clientContext'],
  function: [
    'fetch',
    'fetchGuestToken',
    'log',
    'onReady',
    'onError',
    'onWarning',
    'onSessionEnded',
    'onDataMaskChange',
    'onScrollSizeChange',
    'onNativeFiltersChange',
    'onViewChange',
    'onSelect',
    'onNavigate',
    'onVariablesChange',
    'resolvePermalinkUrl',
  ],
}

/** The texts that an option accepts, where these are not all texts. */
const CHOICES: Readonly<Record<string, readonly unknown[]>> = {
  loading: ['eager', 'lazy'],
  tokenRenewal: ['remount', 'attribute'],
}

/**
 * Checks the types of options. `undefined` is the default of every option.
 *
 * @throws {GuestpassError} `option-invalid`
 */
export function checkTypes(options: object): void {
  const values: Readonly<Record<string, unknown>> = ownProperties(
    options as Readonly<Record<string, unknown>>,
  )
  for (const [type, names] of Object.entries(OPTIONS_BY_TYPE)) {
    for (const name of names) {
      const actual = typeOf(values[name])
      if (!`${type} or undefined`.includes(actual)) refuse(`${name} must be of type ${type}, not ${actual}.`)
    }
  }
  for (const [name, texts] of Object.entries(CHOICES)) {
    if (![...texts, undefined].includes(values[name])) refuse(`${name} must be ${texts.join(' or ')}.`)
  }
}

function refuse(sentence: string): never {
  throw new GuestpassError('option-invalid', sentence)
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}
