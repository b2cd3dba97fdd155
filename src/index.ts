'use client'

export type { EmbedCallbacks } from './client/report'
export { GuestpassError, type GuestpassErrorCode, isFinal } from './core/errors'
export type { TokenPhase } from './core/guest-token'
export type { DashboardUiConfig } from './platforms/superset/ui-config'
export { EmbeddedDashboard, type EmbeddedDashboardProps } from './react/embedded-dashboard'
export { GuestpassProvider, type GuestpassProviderProps } from './react/provider'
export { type UseGuestToken, useGuestToken } from './react/use-guest-token'
