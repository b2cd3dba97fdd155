export interface MountOptions {
  readonly peer: 'guestpass' | 'preloaded' | 'sdk'
  readonly id: string
  readonly supersetDomain: string
}

/** Several dashboards. */
export interface ManyOptions {
  readonly ids: readonly string[]
  readonly supersetDomain: string
}

declare global {
  interface Window {
    /** Resolves when the page of a dashboard that is going to be mounted has loaded. */
    preload(options: MountOptions): Promise<void>
    /** Mounts a dashboard as the peer's own README does, and returns when. */
    mount(options: MountOptions): number
    /** The same for several dashboards at once, in two columns. */
    mountMany(options: ManyOptions): number
    /** When the frames reported their first chart and their last chart. */
    drawn: { readonly first: number[]; readonly last: number[] }
  }
}
