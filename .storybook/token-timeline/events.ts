/** What travels from the story to the panel. */

export const PANEL_ID = 'guestpass/token-timeline'
/** Another story has begun. */
export const BEGIN = `${PANEL_ID}/begin`
export const HAPPENED = `${PANEL_ID}/happened`

export type Happening =
  | { readonly kind: 'asked' }
  | { readonly kind: 'granted'; readonly lifetimeSeconds: number }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'state'; readonly state: string }

export type Entry = Happening & { readonly atMs: number }
