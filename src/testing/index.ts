/**
 * Tools for the tests of an app: a fake Superset in the page itself, a token route, a clock, and View as.
 *
 * @module guestpass/testing
 */

export type * from '../core/descriptor'
export type { Instant } from '../core/guest-token'
export type { Profile, ProfileFilter } from '../core/profile'
export type { ParamValue, Row, RowValue } from '../core/rows'
export type { GrantBase, ViewerGrant } from '../server/grant'
export {
  type EmbeddedMethod,
  type EmbeddedPage,
  type EmbeddedPageOptions,
  serveEmbeddedPage,
} from './embedded-page'
export { createFakeClock, type FakeClock } from './fake-clock'
export type { FakeEmbeddableDashboard } from './fake-embeddable/dashboard'
export { defineFakeEmbeddable } from './fake-embeddable/element'
export type { FakeEmbeddableOptions, FakeQuestion } from './fake-embeddable/options'
export type { FakeDashboard } from './fake-superset/fake-dashboard'
export {
  createFakeSuperset,
  type FakeSuperset,
  type FakeSupersetOptions,
} from './fake-superset/fake-superset'
export type { FakeQueries, FakeQuery } from './fake-superset/rows'
export type { FakeTokenRoute, TokenRequest } from './fake-superset/token-route'
export { type InstalledClock, installFakeClock } from './installed-clock'
export {
  type RenderedWithGuestToken,
  type RenderWithGuestTokenOptions,
  renderWithGuestToken,
} from './render-with-guest-token'
export { type RequestWithCookies, viewAs } from './view-as'
