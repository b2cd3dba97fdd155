/** The people of the demo, and which rows each may see. A real app has them in its database. */

import type { EmbeddableGrant, SupersetGrant } from 'guestpass/server'

export interface Viewer {
  readonly id: string
  readonly name: string
  /** What is below, in words for the page. */
  readonly sees: string
  readonly rls: SupersetGrant['rls']
  readonly securityContext: EmbeddableGrant['securityContext']
}

export const VIEWERS: readonly Viewer[] = [
  {
    id: 'ana',
    name: 'Ana',
    sees: 'All rows',
    rls: 'all-rows',
    securityContext: { allCountries: true },
  },
  {
    id: 'bob',
    name: 'Bob',
    sees: 'USA only',
    rls: [{ clause: "country='USA'" }],
    securityContext: { countries: ['USA'] },
  },
  {
    id: 'chloe',
    name: 'Chloe',
    sees: 'France only',
    rls: [{ clause: "country='France'" }],
    securityContext: { countries: ['France'] },
  },
]
