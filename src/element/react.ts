/**
 * Types of `<guestpass-dashboard>` for JSX, without code: `import type {} from 'guestpass/element/react'`. React 19 sets
 * properties and events from JSX. React 18 sets only attributes.
 *
 * @module guestpass/element/react
 */

import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { GuestpassDashboardElement } from './dashboard-element'
import type { DashboardEvents } from './events'
import type { ElementAttributes, ElementProperties } from './options'

/** The props of `<guestpass-dashboard>` in JSX. React 19 calls the handler of the event `ready` `onready`, in small letters. */
export type DashboardElementProps = DetailedHTMLProps<
  HTMLAttributes<GuestpassDashboardElement>,
  GuestpassDashboardElement
> &
  ElementAttributes &
  Readonly<ElementProperties> & {
    readonly [Name in keyof DashboardEvents as `on${Name}`]?:
      | ((event: DashboardEvents[Name]) => void)
      | undefined
  }

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'guestpass-dashboard': DashboardElementProps
    }
  }
}
