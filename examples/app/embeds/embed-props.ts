/** What both ways of embedding are given. */
export interface EmbedProps {
  readonly id: string
  readonly title: string
  readonly supersetDomain: string
  readonly fetch: typeof globalThis.fetch
  onSessionEnded?(): void
}
