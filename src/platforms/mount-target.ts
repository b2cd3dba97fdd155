import type { EmbedTarget } from '../client/embed-driver'
import { sharedTokenSource } from '../client/shared-token-source'
import { embedIdOf } from '../core/embed-id'
import type { AnyEmbedOptions } from './dashboard'
import { startTextOf } from './option-changes'

/** What an adapter without React mounts. */
export interface Mount {
  readonly target: EmbedTarget
  /** Another text means that the dashboard cannot go on. */
  readonly text: string
}

/** The dashboard of the options, in this element. */
export function mountOf(options: AnyEmbedOptions, mountPoint: HTMLElement): Mount {
  const { supersetDomain: domain, loading } = options
  const id = embedIdOf(options)
  return {
    target: { id, mountPoint, domain, loading, tokens: sharedTokenSource(options) },
    text: JSON.stringify([id, domain, loading, startTextOf(options)]),
  }
}

/** Whether a mounted dashboard goes on with other options. Otherwise it is another dashboard, or has to start again. */
export function isSameMount(mounted: Mount, next: Mount): boolean {
  return mounted.target.tokens === next.target.tokens && mounted.text === next.text
}
