import type { GuestpassError } from './errors'

const FIRST_MS = 10_000
const LAST_MS = 60_000

/**
 * After how long a page that failed is tried again by itself, or `undefined` where only a person can help: 10, 20,
 * 40, 60, 60 … s while no server answers or what it answers stays blank, as during a restart.
 */
export function healInMs({ code }: GuestpassError, tries: number): number | undefined {
  return code === 'unreachable' || code === 'blank' ? Math.min(LAST_MS, FIRST_MS * 2 ** tries) : undefined
}
