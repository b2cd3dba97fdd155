/**
 * Types of `<guestpass-dashboard>` for templates of Vue, without code: `import type {} from 'guestpass/element/vue'`.
 *
 * @module guestpass/element/vue
 */

import type { HTMLAttributes, PublicProps } from 'vue'
import type { GuestpassDashboardElement } from './dashboard-element'
import type { DashboardEvents } from './events'
import type { ElementProperties } from './options'

type Handlers = {
  readonly [Name in keyof DashboardEvents as `on${Capitalize<Name>}`]?:
    | ((event: DashboardEvents[Name]) => void)
    | undefined
}

/** `<guestpass-dashboard>` in a template of Vue. Vue reads what the template can set from `$props`. */
export type DashboardElementComponent = new () => GuestpassDashboardElement & {
  /** For templates only. The element has no such property. */
  readonly $props: PublicProps & Omit<HTMLAttributes, keyof Handlers> & Readonly<ElementProperties> & Handlers
}

declare module 'vue' {
  interface GlobalComponents {
    'guestpass-dashboard': DashboardElementComponent
  }
}
