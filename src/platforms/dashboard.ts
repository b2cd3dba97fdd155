/** What React and vanilla have in common: the options of a dashboard, and what an app can do with it. */

import type { Embed, EmbedOptions } from '../client/create-embed'
import type { Loading } from '../client/embed-driver'
import type { TokenRoute } from '../client/token-route'
import type { EmbeddableOptions } from './embeddable/types'
import type { SupersetAddress } from './platforms'
import { type SupersetCalls, supersetCalls } from './superset/calls'
import type { ObservedDataMask, ScrollSize } from './superset/types'
import type { UntranslatedOptions } from './superset/untranslated-options'

/** The options of every dashboard, whichever system it belongs to. */
export interface CommonEmbedOptions extends EmbedOptions<ObservedDataMask>, TokenRoute {
  /** The accessible name of the frame. @default 'Embedded dashboard' */
  readonly title?: string | undefined
  /** `'lazy'` loads nothing until the element is near the viewport. @default 'eager' */
  readonly loading?: Loading | undefined
}

/** The options of any dashboard, as the code reads them. */
export type AnyEmbedOptions = CommonEmbedOptions & UntranslatedOptions & SupersetAddress & EmbeddableOptions

/** What an app can do with an embedded dashboard. In React it is the component's `ref`, and a part of what `useEmbed` returns. */
export interface EmbedHandle extends SupersetCalls {
  /** Calls back whenever filters change, until the returned function is called. Superset 6.0 and later. */
  observeDataMask(callback: (dataMask: ObservedDataMask) => void): () => void
  /** Calls back whenever the content has another size, until the returned function is called. */
  observeScrollSize(callback: (size: ScrollSize) => void): () => void
  /** Starts the dashboard again after an error. */
  retry(): void
}

export function handleOf(embed: Embed<ObservedDataMask>): EmbedHandle {
  const { call, observeDataMask, observeScrollSize, retry } = embed
  return { ...supersetCalls(call), observeDataMask, observeScrollSize, retry }
}
