import type { GuestpassError } from '../core/errors'
import type { AnyEmbedOptions } from '../platforms/dashboard'
import type { EmbeddableVariables } from '../platforms/embeddable/types'
import type { NamedSelection } from '../platforms/superset/named-options'
import type { NativeFilterValues, ObservedDataMask, ScrollSize } from '../platforms/superset/types'
import type { ChartSelection, DashboardView } from '../platforms/superset/view-options'

/** The events of `<guestpass-dashboard>`. They do not bubble. */
export interface DashboardEvents {
  /** The dashboard shows something: for the first time, or again after it was gone. */
  readonly ready: CustomEvent<null>
  /** The dashboard is not shown. `detail.retry` is what happens next. Without a listener the console has the message. */
  readonly error: CustomEvent<GuestpassError>
  /** The dashboard works, and something that the app asked for does not. Without a listener the console has the message. */
  readonly warning: CustomEvent<GuestpassError>
  /** The viewer clicked into a chart. With a descriptor the detail has the name of the chart, and otherwise its number. */
  readonly select: CustomEvent<ChartSelection | NamedSelection | null>
  /** The viewer looks at another tab, or at other filters. */
  readonly viewchange: CustomEvent<DashboardView>
  /** The viewer is no longer signed in. The event `error` has the code `session-ended` then. */
  readonly sessionended: CustomEvent<null>
  /** The viewer followed a link to this path of the app. Without a listener such a link leads the frame away. */
  readonly navigate: CustomEvent<string>
  /** The viewer, or the app, has set filters. */
  readonly filterschange: CustomEvent<NativeFilterValues>
  /** Filters changed. The detail is the data mask of the page. */
  readonly datamaskchange: CustomEvent<ObservedDataMask>
  /** The content has another size. */
  readonly scrollsizechange: CustomEvent<ScrollSize>
  /** Variables of an Embeddable dashboard changed. */
  readonly variableschange: CustomEvent<EmbeddableVariables>
}

/** Each event, and the callback that it takes the place of. */
export const CALLBACKS = {
  ready: 'onReady',
  error: 'onError',
  warning: 'onWarning',
  select: 'onSelect',
  viewchange: 'onViewChange',
  sessionended: 'onSessionEnded',
  navigate: 'onNavigate',
  filterschange: 'onNativeFiltersChange',
  datamaskchange: 'onDataMaskChange',
  scrollsizechange: 'onScrollSizeChange',
  variableschange: 'onVariablesChange',
} as const satisfies Readonly<Record<keyof DashboardEvents, keyof AnyEmbedOptions>>

export function isDashboardEvent(type: string): type is keyof DashboardEvents {
  return Object.hasOwn(CALLBACKS, type)
}
