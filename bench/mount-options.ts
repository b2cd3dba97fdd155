export interface MountOptions {
  readonly peer: 'guestpass' | 'preloaded' | 'sdk'
  readonly id: string
  readonly supersetDomain: string
}

declare global {
  interface Window {
    /** Resolves when the page of a dashboard that is going to be mounted has loaded. */
    preload(options: MountOptions): Promise<void>
    /** Mounts a dashboard as the peer's own README does, and returns when. */
    mount(options: MountOptions): number
  }
}
