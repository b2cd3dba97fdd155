import { expect, test } from 'vitest'
import { CALLBACKS, isDashboardEvent } from '../../src/element/events'
import { ATTRIBUTES, PROPERTIES } from '../../src/element/options'
import type { AnyEmbedOptions } from '../../src/platforms/dashboard'

/** Where the element has each option. `keepAlive` needs to run before the element is removed. */
const OPTIONS: Readonly<
  Record<keyof AnyEmbedOptions, 'attribute' | 'property' | 'event' | 'native' | 'none'>
> = {
  id: 'attribute',
  title: 'attribute',
  tokenUrl: 'attribute',
  viewer: 'attribute',
  supersetDomain: 'attribute',
  loading: 'attribute',
  height: 'attribute',
  activeTab: 'attribute',
  themeMode: 'attribute',
  locale: 'attribute',
  referrerPolicy: 'attribute',
  tokenRenewal: 'attribute',
  baseUrl: 'attribute',
  dashboard: 'property',
  filters: 'property',
  nativeFilters: 'property',
  view: 'property',
  dashboardUiConfig: 'property',
  themeConfig: 'property',
  iframeSandboxExtras: 'property',
  iframeAllowExtras: 'property',
  credentialless: 'property',
  refreshEvery: 'property',
  acceptFilterLoss: 'property',
  keepTables: 'property',
  maxConcurrentLoads: 'property',
  variables: 'property',
  clientContext: 'property',
  customCanvas: 'property',
  fetch: 'property',
  fetchGuestToken: 'property',
  resolvePermalinkUrl: 'property',
  log: 'property',
  onReady: 'event',
  onError: 'event',
  onWarning: 'event',
  onSelect: 'event',
  onViewChange: 'event',
  onSessionEnded: 'event',
  onNavigate: 'event',
  onNativeFiltersChange: 'event',
  onDataMaskChange: 'event',
  onScrollSizeChange: 'event',
  onVariablesChange: 'event',
  nonce: 'native',
  keepAlive: 'none',
}

const namesOf = (...kinds: readonly string[]) =>
  Object.entries(OPTIONS).flatMap(([name, kind]) => (kinds.includes(kind) ? [name] : []))

test('every option is an attribute, a property or an event', () => {
  expect(ATTRIBUTES.map(([, option]) => option).sort()).toEqual(namesOf('attribute').sort())
  expect(PROPERTIES.map(([, option]) => option).sort()).toEqual(namesOf('attribute', 'property').sort())
  expect(Object.values(CALLBACKS).sort()).toEqual(namesOf('event').sort())
})

test('attributes have small letters and hyphens', () => {
  expect(ATTRIBUTES.map(([attribute]) => attribute)).toEqual([
    'embed-id',
    'frame-title',
    'token-url',
    'viewer',
    'superset-domain',
    'loading',
    'height',
    'active-tab',
    'theme-mode',
    'locale',
    'referrer-policy',
    'token-renewal',
    'base-url',
  ])
})

test.each(['toString', 'constructor', '__proto__', 'click', 'Ready'])('%s is not an event of it', (type) => {
  expect(isDashboardEvent(type)).toBe(false)
})
