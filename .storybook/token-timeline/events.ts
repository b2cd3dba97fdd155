/** What travels from the story to the panel. */

import type { LogEvent } from 'guestpass'

export const PANEL_ID = 'guestpass/token-timeline'
/** Another story begins. */
export const BEGIN = `${PANEL_ID}/begin`
/** A step of a dashboard. Its payload is an `Entry`. */
export const HAPPENED = `${PANEL_ID}/happened`

/** An event of the provider's log. Here `atMs` counts from the beginning of the story. */
export type Entry = LogEvent
