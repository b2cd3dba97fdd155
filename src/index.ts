/**
 * The React entry: the component, the hooks, and the provider around them. It renders on a server too.
 *
 * @module guestpass
 */

'use client'

export type { EmbedView, Loading } from './client/attach'
export type { EmbedCallbacks } from './client/report'
export type { TokenRoute } from './client/token-route'
export { GuestpassError, type GuestpassErrorCode, isFinal } from './core/errors'
export type { TokenPhase } from './core/guest-token'
export type * from './platforms/embeddable/types'
export type { CallOptions, SupersetCalls } from './platforms/superset/calls'
export type { PreloadOptions } from './platforms/superset/preload'
export type * from './platforms/superset/types'
export type { DashboardUiConfig } from './platforms/superset/ui-config'
export { EmbeddedDashboard, type EmbeddedDashboardProps } from './react/embedded-dashboard'
export type { Messages } from './react/messages'
export { GuestpassProvider, type GuestpassProviderProps } from './react/provider'
export type { ErrorSlot, LoadingSlot, Slot } from './react/slots'
export type { EmbedHandle, UseEmbedOptions } from './react/use-attached'
export { type UseEmbed, useEmbed } from './react/use-embed'
export { type UseGuestToken, useGuestToken } from './react/use-guest-token'
export { usePreload } from './react/use-preload'
export { useScrollSize } from './react/use-scroll-size'
