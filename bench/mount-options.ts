export interface MountOptions {
  readonly peer: 'guestpass' | 'preloaded' | 'sdk'
  readonly id: string
  readonly supersetDomain: string
  /** Keeps the dashboard alive when it is unmounted. */
  readonly keepsAlive?: boolean
}

/** Several dashboards. */
export interface ManyOptions {
  readonly ids: readonly string[]
  readonly supersetDomain: string
}

declare global {
  interface Window {
    /** Loads a dashboard that is going to be mounted. */
    preload(options: MountOptions): void
    /** Mounts a dashboard as the peer's own README does, and returns when. */
    mount(options: MountOptions): number
    /** Unmounts the dashboard. */
    unmount(): Promise<void>
    /** Starts the page of the dashboard again, as guestpass does after a crash. */
    restart(): Promise<void>
    /** The last tab that the dashboard reported as open. */
    readTab(): Promise<string | undefined>
    /** How many filters of the viewer the dashboard reported last. */
    countFilters(): number
    /** Mounts several dashboards at once, in two columns, and returns when. */
    mountMany(options: ManyOptions): number
    /** When the frames reported their first chart and their last chart. */
    drawn: { readonly first: number[]; readonly last: number[] }
  }
}
