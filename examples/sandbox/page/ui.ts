/** What the host asked to hide, as bits in the address of the page. */

import { has } from './document'

const bits = Number(new URLSearchParams(location.search).get('uiConfig') ?? 0)

export const UI = {
  hasTitle: !(bits & 1),
  // Before 6.1 it is the bit of another thing that hides them, and their own is read by nobody.
  hasTabs: !(bits & (has('6.1') ? 2 | 4 : 4)),
  hasChartControls: !(bits & 8),
  emitsDataMasks: has('6.0') && Boolean(bits & 16),
} as const
