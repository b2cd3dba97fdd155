/** The people of the demo, and which rows each may see. A real app has them in its database. */

import type { SupersetGrant } from 'guestpass/server'

export interface Viewer {
  readonly id: string
  readonly name: string
  /** The rule below, in words for the page. */
  readonly sees: string
  readonly rls: SupersetGrant['rls']
}

export const VIEWERS: readonly Viewer[] = [
  { id: 'ana', name: 'Ana', sees: 'All countries', rls: 'all-rows' },
  { id: 'bob', name: 'Bob', sees: 'USA only', rls: [{ clause: "country='USA'" }] },
  { id: 'chloe', name: 'Chloe', sees: 'France only', rls: [{ clause: "country='France'" }] },
]
