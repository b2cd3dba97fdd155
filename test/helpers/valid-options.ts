/** A valid value of each option of a platform, which is not its default. An option that is left out does not compile. */

import type { EmbeddableOptions } from '../../src/platforms/embeddable/types'
import type { SupersetOptions } from '../../src/platforms/superset/settings'

export const VALID_SUPERSET = {
  title: 'Sales',
  iframeSandboxExtras: ['allow-modals'],
  iframeAllowExtras: ['camera'],
  referrerPolicy: 'origin',
  credentialless: true,
  dashboardUiConfig: { hideTitle: true },
  nativeFilters: { 'NATIVE_FILTER-a': ['USA'] },
  view: { tab: 'TAB-a', filters: { 'NATIVE_FILTER-a': null } },
  activeTab: 'TAB-a',
  locale: 'de',
  themeMode: 'dark',
  themeConfig: { theme_default: { token: {} } },
  onNativeFiltersChange: () => {},
  onViewChange: () => {},
  onSelect: () => {},
  resolvePermalinkUrl: () => null,
  onNavigate: () => {},
  refreshEvery: 60_000,
  acceptFilterLoss: true,
  keepTables: true,
} as const satisfies Required<SupersetOptions>

export const VALID_EMBEDDABLE = {
  variables: { country: 'USA' },
  clientContext: { theme: 'dark' },
  onVariablesChange: () => {},
  tokenRenewal: 'attribute',
  customCanvas: true,
  baseUrl: 'https://api.eu.embeddable.com/',
  nonce: 'abc',
} as const satisfies Required<EmbeddableOptions>
