import { sleep } from '../../../client/visible-time'
import { GuestpassError } from '../../../core/errors'
import type { ChannelContext } from './channel-context'
import { valuesAlone } from './filter-translation'
import { isOlderThan61 } from './releases'
import type { Switchboard } from './switchboard'

/** Warns about filters and a tab that the dashboard does not have or cannot apply. */
export async function checkView(
  { memory, emit }: Pick<ChannelContext, 'memory' | 'emit'>,
  get: Switchboard['get'],
  signal: AbortSignal,
): Promise<void> {
  const { tab, wanted = { filters: {} } } = memory.read()
  const ids = Object.keys(wanted.filters)
  const ask = (method: string) => get(method).catch(() => undefined)
  const warn = (code: 'not-supported' | 'option-invalid', sentence: string) =>
    emit({ type: 'warning', error: new GuestpassError(code, sentence) })

  if (ids.length > 0 && (await isOlderThan61(get))) {
    const unwritten = valuesAlone(wanted).join(', ')
    if (unwritten) warn('not-supported', `Before Superset 6.1 ${unwritten} ${UNWRITTEN}`)
  } else if (ids.length > 0) {
    const mask = await ask('getDataMask')
    const unknown = ids.filter((id) => mask && !Object.hasOwn(Object(mask), id)).join(', ')
    if (unknown) warn('option-invalid', `The dashboard has no filter ${unknown}: see nativeFilters and view.`)
  }
  // A viewer who went on to another tab has that tab again.
  if (wanted.tab === undefined || wanted.tab !== tab) return
  if (!(await opensTab(ask, tab, signal))) {
    warn('option-invalid', `The dashboard has no tab ${tab}: see activeTab and view.`)
  }
}

/** A second group of tabs opens its tab a moment after the page is ready (measured on 6.1). */
const TAB_LOOKS = 5
const LOOK_MS = 500

/** Whether the tab is open, or the page does not answer. */
async function opensTab(
  ask: (method: string) => Promise<unknown>,
  tab: string,
  signal: AbortSignal,
): Promise<boolean> {
  for (let look = 0; look < TAB_LOOKS; look++) {
    const tabs = await ask('getActiveTabs')
    if (!Array.isArray(tabs) || tabs.includes(tab)) return true
    await sleep(LOOK_MS, signal)
  }
  return false
}

/** Such a page shows the value in its controls without applying it: the figures would be wrong below a right filter. */
const UNWRITTEN = 'must be written as { extraFormData, filterState }, in nativeFilters.'
