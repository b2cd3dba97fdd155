export type { Instant } from '../core/guest-token'
export { type EmbeddedPage, serveEmbeddedPage } from './embedded-page'
export { createFakeClock, type FakeClock } from './fake-clock'
export type { FakeDashboard } from './fake-embeddable/dashboard'
export {
  defineFakeEmbeddable,
  type FakeEmbeddableOptions,
  type FakeQuestion,
} from './fake-embeddable/element'
export { type RequestWithCookies, viewAs } from './view-as'
