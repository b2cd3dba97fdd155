/**
 * Dashboards without React, with the option names of the official SDK.
 *
 * @module guestpass/vanilla
 */

export type { Loading } from '../client/attach'
export type { EmbedCallbacks } from '../client/report'
export type { TokenRoute } from '../client/token-route'
export { GuestpassError, type GuestpassErrorCode, isFinal } from '../core/errors'
export type * from '../platforms/embeddable/types'
export type { CallOptions, SupersetCalls } from '../platforms/superset/calls'
export { type PreloadOptions, preload } from '../platforms/superset/preload'
export type { SupersetOptions } from '../platforms/superset/superset'
export type * from '../platforms/superset/types'
export type { DashboardUiConfig } from '../platforms/superset/ui-config'
export { type EmbedDashboardOptions, type EmbeddedDashboard, embedDashboard } from './embed-dashboard'
