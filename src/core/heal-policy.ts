import type { GuestpassError } from './errors'

const FIRST_MS = 10_000
const LAST_MS = 60_000

/**
 * How long after its failure a page is tried again, in milliseconds: 10, 20, 40, 60, 60 … s. A page that only takes long
 * gets 60 s from the start, because a restart would discard its progress.
 *
 * @param tries how many times this page was tried again since it last was ready
 * @returns `undefined` when the embed does not go on by itself
 */
export function healInMs({ code, retry }: GuestpassError, tries: number): number | undefined {
  if (retry !== 'automatic') return undefined
  return code === 'timed-out' ? LAST_MS : Math.min(LAST_MS, FIRST_MS * 2 ** tries)
}
