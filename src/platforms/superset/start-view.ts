import type { KeptView, WantedView } from '../../core/view'

/** What the code of the page does for the next start of a page. */
interface ViewCode {
  /** What is kept after the app has changed what it wants. */
  keptAfter?: (kept: KeptView, wanted: WantedView) => KeptView
}

/** Empty until a page has its code. */
export const viewCode: ViewCode = {}

/** The view that a page starts with. Until a page has its code, no viewer has looked at anything, so only the app decides. */
export function startView(kept: KeptView, wanted: WantedView): KeptView {
  return viewCode.keptAfter?.(kept, wanted) ?? { tab: wanted.tab, filters: {}, wanted }
}
