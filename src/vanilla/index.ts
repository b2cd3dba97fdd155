/**
 * Dashboards without React, with the option names of the official SDK.
 *
 * @module guestpass/vanilla
 */

export type { EmbedOptions } from '../client/create-embed'
export type { Loading } from '../client/embed-driver'
export type { EmbedView } from '../client/embed-view'
export type { Log, LogEvent } from '../client/log'
export type { EmbedCallbacks } from '../client/report'
export type { FetchGuestToken, TokenRoute } from '../client/token-route'
export type * from '../core/descriptor'
export {
  type Audience,
  GuestpassError,
  type GuestpassErrorCode,
  type GuestpassErrorOptions,
  type Retry,
} from '../core/errors'
export type { KeepAlive } from '../core/keep-policy'
export type { CommonEmbedOptions, EmbedHandle } from '../platforms/dashboard'
export type * from '../platforms/embeddable/types'
export type { PlatformOptions, SupersetAddress } from '../platforms/platforms'
export type { CallOptions, RefreshOptions, ShareOptions, SupersetCalls } from '../platforms/superset/calls'
export type { AddressOptions } from '../platforms/superset/embed-url'
export type { FrameOptions } from '../platforms/superset/frame'
export type * from '../platforms/superset/named-options'
export type { FilterOptions } from '../platforms/superset/native-filters'
export { type PreloadOptions, preload } from '../platforms/superset/preload'
export type { SupersetOptions } from '../platforms/superset/superset'
export type { ThemeOptions } from '../platforms/superset/theme'
export type * from '../platforms/superset/types'
export type { DashboardUiConfig, UrlParam } from '../platforms/superset/ui-config'
export type { ChartSelection, DashboardView, ViewOptions } from '../platforms/superset/view-options'
export { formatView, parseView } from '../platforms/superset/view-text'
export {
  type CommonDashboardOptions,
  type EmbedDashboardOptions,
  type EmbeddedDashboard,
  embedDashboard,
} from './embed-dashboard'
