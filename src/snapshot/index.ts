/**
 * Pictures and PDFs of dashboards as one viewer sees them, for mails and reports. It runs in Node, with Chromium and the
 * package `playwright`.
 *
 * @module guestpass/snapshot
 */

export { GuestpassError } from '../core/errors'
export { ToolError, type ToolErrorCode } from '../core/tool-error'
export type * from '../server'
export type {
  DashboardUiConfig,
  DashboardView,
  NativeFilterValue,
  NativeFilterValues,
  Theme,
  ThemeConfig,
  UrlParam,
} from '../vanilla'
export type { SnapshotBrowser, SnapshotOptions } from './settings'
export { snapshot } from './snapshot'
export { SnapshotError, type UnfinishedChart } from './snapshot-error'
export type { Snapshot } from './take-picture'
