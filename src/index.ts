/**
 * The React entry: the component, the hooks, and the provider around them. It renders on a server too.
 *
 * @module guestpass
 */

'use client'

export type { EmbedOptions } from './client/create-embed'
export type { Loading } from './client/embed-driver'
export type { EmbedView } from './client/embed-view'
export type { Log, LogEvent } from './client/log'
export type { EmbedCallbacks } from './client/report'
export type { FetchGuestToken, TokenRoute } from './client/token-route'
export { toCsv } from './core/csv'
export type * from './core/descriptor'
export {
  type Audience,
  GuestpassError,
  type GuestpassErrorCode,
  type GuestpassErrorOptions,
  type Retry,
} from './core/errors'
export type { KeepAlive } from './core/keep-policy'
export type { TokenPhase } from './core/refresh-policy'
export type * from './core/rows'
export type * from './core/rows-query'
export type { ParamsOf, RowOf } from './core/rows-types'
export type { CommonEmbedOptions, EmbedHandle } from './platforms/dashboard'
export type * from './platforms/embeddable/types'
export type { PlatformOptions, SupersetAddress } from './platforms/platforms'
export type { CallOptions, RefreshOptions, ShareOptions, SupersetCalls } from './platforms/superset/calls'
export type { AddressOptions } from './platforms/superset/embed-url'
export type { FrameOptions } from './platforms/superset/frame'
export type * from './platforms/superset/named-options'
export type { FilterOptions } from './platforms/superset/native-filters'
export type { PreloadOptions } from './platforms/superset/preload'
export type { SupersetOptions } from './platforms/superset/superset'
export type { ThemeOptions } from './platforms/superset/theme'
export type * from './platforms/superset/types'
export type { DashboardUiConfig, UrlParam } from './platforms/superset/ui-config'
export type { ChartSelection, DashboardView, ViewOptions } from './platforms/superset/view-options'
export { formatView, parseView } from './platforms/superset/view-text'
export type { CoverSlots } from './react/cover'
export {
  type DashboardLooks,
  EmbeddedDashboard,
  type EmbeddedDashboardComponent,
  type EmbeddedDashboardProps,
} from './react/embedded-dashboard'
export type { Messages } from './react/messages'
export { GuestpassProvider, type GuestpassProviderProps, type Route } from './react/provider'
export type { ErrorSlot, LoadingSlot, Slot } from './react/slots'
export { type UseEmbed, useEmbed } from './react/use-embed'
export type { UseEmbedOptions } from './react/use-embed-in'
export { type UseGuestToken, useGuestToken } from './react/use-guest-token'
export { usePreload } from './react/use-preload'
export { type UseRows, type UseRowsOptions, useRows } from './react/use-rows'
export { useScrollSize } from './react/use-scroll-size'
