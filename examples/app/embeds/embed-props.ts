/** What an embed is given that does not have a descriptor. */
export interface EmbedProps {
  readonly id: string
  readonly title: string
  readonly supersetDomain: string
  readonly fetch: typeof globalThis.fetch
}
