/** What the host asked to hide, as bits in the address of the page. */

const bits = Number(new URLSearchParams(location.search).get('uiConfig') ?? 0)

export const UI = {
  hasTitle: !(bits & 1),
  // The official SDK sends either bit, depending on its version.
  hasTabs: !(bits & (2 | 4)),
  hasChartControls: !(bits & 8),
  emitsDataMasks: Boolean(bits & 16),
} as const
