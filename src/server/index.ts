/**
 * The token route for everything that speaks `Request` and `Response`, what mints, and clauses that no value breaks out of.
 *
 * @module guestpass/server
 */

export { toCsv } from '../core/csv'
export type * from '../core/descriptor'
export {
  type Audience,
  GuestpassError,
  type GuestpassErrorCode,
  type GuestpassErrorOptions,
  type Retry,
} from '../core/errors'
export type { FilterValue } from '../core/filter-value'
export type * from '../core/rows'
export type * from '../core/rows-query'
export type { ParamsOf, RowOf } from '../core/rows-types'
export type { TableColumn, TableStates } from '../core/table-states'
export { type CombinedGrant, combineIssuers, type NamedIssuers } from './combine-issuers'
export type {
  EmbeddableFilter,
  EmbeddableGrant,
  EmbeddableOperator,
  Json,
  JsonObject,
  PresenceFilter,
  ValueFilter,
} from './embeddable-grant'
export type { EmbeddableRegion } from './embeddable-regions'
export type { GrantBase, GrantUser, ParsedGrant, PresetGrant, SupersetGrant, ViewerGrant } from './grant'
export type { CombinedIssuer, GrantPart, Issuer, MintedToken } from './issuer'
export { type EmbeddableApiOptions, embeddableApi } from './issuers/embeddable-api'
export type { PresetDomain, PresetRegion } from './issuers/preset'
export { type PresetApiOptions, presetApi } from './issuers/preset-api'
export { type PresetJwtOptions, presetJwt } from './issuers/preset-jwt'
export {
  type OwnLogin,
  type PasswordLogin,
  type SupersetApiOptions,
  supersetApi,
} from './issuers/superset-api'
export { type SupersetJwtOptions, supersetJwt } from './issuers/superset-jwt'
export { MissingDashboards } from './missing-dashboards'
export type { FilterValues } from './permalink/filter-values'
export type { Permalink, PermalinkView } from './permalink/permalink'
export type { BuiltClause } from './rls/built-clause'
export type { RlsColumn } from './rls/column'
export type { RlsDatabase, TestedDatabase, UntestedDatabase } from './rls/databases'
export type { RlsOptions } from './rls/find-database'
export type { LikePart } from './rls/like'
export { type RlsBuilder, rls } from './rls/rls'
export type { AtLeastOne, RlsDataset, RlsRule } from './rls/rule'
export type { RlsValue } from './rls/value'
export { answerLink, guestTokenHandler } from './route/fetch-handler'
export type { Hooks, TokenEvent } from './route/hooks'
export type { GuestTokensOptions } from './route/route'
export type { RowsOptions } from './rows/answer-rows'
export { createRowsLoader, type LoadRows, type RowsLoaderOptions } from './rows/create-rows-loader'
export { defineQueries } from './rows/define-queries'
export type { AskGuestData, GuestDataAnswer } from './rows/guest-data'
export type { TokenCacheOptions, TokenStore } from './token-cache'
