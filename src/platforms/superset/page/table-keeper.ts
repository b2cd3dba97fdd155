/**
 * Keeps what the viewer does to interactive tables (6.1). Only a permalink gives that back to a page, so:
 *
 * 1. While the viewer uses the dashboard, the states of its tables are read.
 * 2. A state that stays for 2 s is stored by the token route as a permalink, without filters.
 * 3. The next start of the page has the key of the permalink in its address, beside the filters.
 *
 * A restored page reports no table before it has drawn it, so only a table that is reported replaces what is kept of it.
 */

import { systemClock } from '../../../client/clock'
import { requestPermalink } from '../../../client/request-permalink'
import { type GuestpassErrorCode, toGuestpassError } from '../../../core/errors'
import { isSame } from '../../../core/is-same'
import type { ChannelTarget } from '../../../core/platform'
import type { TableStates } from '../../../core/table-states'
import { readTables } from './table-states'

export interface TableKeeper {
  /** The page answered `getChartStates`. */
  onTables(answer: unknown): void
}

export type TableContext = Pick<ChannelTarget<HTMLElement>, 'id' | 'memory' | 'route' | 'emit'>

/** A viewer who sorts by one column after the other makes one permalink. */
const REST_MS = 2_000

export function createTableKeeper(
  { id, memory, route, emit }: TableContext,
  onStored: () => void,
  signal: AbortSignal,
): TableKeeper {
  let stopWaiting = () => {}
  let reported: GuestpassErrorCode | undefined
  signal.addEventListener('abort', () => stopWaiting())

  async function store(states: TableStates): Promise<void> {
    const permalink = await requestPermalink(route, id, { filters: {}, tables: states }).catch(warn)
    const { tables, ...kept } = memory.read()
    // The viewer may be another one by now, or may have sorted again.
    if (signal.aborted || !permalink || !isSame(tables?.states, states)) return
    reported = undefined
    memory.write({ ...kept, tables: { states, permalink: permalink.key } })
    onStored()
  }

  /** The same failure is reported once. */
  function warn(cause: unknown): undefined {
    const error = toGuestpassError(
      cause,
      'route-unreachable',
      'keepTables: the request for a permalink failed.',
    )
    if (!signal.aborted && error.code !== reported) emit({ type: 'warning', error })
    reported = error.code
  }

  return {
    onTables(answer) {
      // Before this code had loaded. The next viewer of the dashboard may be another one.
      if (signal.aborted) return
      const { tables, ...kept } = memory.read()
      const states = { ...tables?.states }
      const { states: changed, numbers } = readTables(answer)
      for (const number of numbers) delete states[number]
      Object.assign(states, changed)
      if (isSame(tables?.states ?? {}, states)) return
      stopWaiting()
      const hasTables = Object.keys(states).length > 0
      memory.write({ ...kept, ...(hasTables && { tables: { states } }) })
      if (hasTables) stopWaiting = systemClock.after(REST_MS, () => store(states))
    },
  }
}
