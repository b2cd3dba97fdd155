/**
 * Defines `<guestpass-dashboard>`, which takes the place of `embedDashboard`. The other exports of `guestpass/vanilla` and its
 * types are exported here, too.
 *
 * @module guestpass/element
 */

import { GuestpassDashboardElement } from './dashboard-element'

export type * from '../vanilla'
// With these, the element needs all modules that the component and vanilla share. A bundler then puts them into one chunk, and
// an app with only the component does not load more because of the element.
export { formatView, GuestpassError, parseView, preload } from '../vanilla'
export type { DashboardEvents } from './events'
export type { ElementAttributes, ElementProperties } from './options'
export { GuestpassDashboardElement }

const NAME = 'guestpass-dashboard'

if (globalThis.customElements && !customElements.get(NAME))
  customElements.define(NAME, GuestpassDashboardElement)
