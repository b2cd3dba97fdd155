/** What a scenario requests from a contestant, which embeds the dashboard. */
export interface MountOptions {
  readonly id: string
  readonly supersetDomain: string
  /** Through React under StrictMode, as an app of today does, in place of a plain call. */
  readonly isReact?: boolean
  readonly viewer?: string
  readonly credentialless?: boolean
  /** In React without StrictMode, which mounts again in development what a <Suspense> shows again. */
  readonly isLenient?: boolean
  /** In React, as high as its content. Without React, guestpass always is. */
  readonly isFitted?: boolean
  /** In React, loads when it comes near the viewport, where the contestant can do that. */
  readonly isLazy?: boolean
  /** How the app gets a token when it has written that by itself, as the official SDK wants it. */
  readonly fetchGuestToken?: () => Promise<string>
}

/** The events that the app received. */
export interface Report {
  /** The dashboard shows something. */
  ready(): void
  /** An error was reported: its code, or the thrown value. */
  failed(code: string): void
  ended(): void
}

export interface Mounted {
  /** Calls the dashboard, as the contestant's own users do. Rejects when the contestant does not have the call. */
  call(method: string, args?: unknown): Promise<unknown>
  unmount(): void
  /** Renders the dashboard again with these options. Only in React. */
  change?(options: Partial<MountOptions>): void
  /** Suspends a sibling in the same `<Suspense>` for this time. Only in React. */
  suspend?(durationMs: number): Promise<void>
}

export interface Contestant {
  mount(element: HTMLElement, options: MountOptions, report: Report): Mounted
}

export type Calls = Readonly<Record<string, (args?: unknown) => unknown>>

export async function callOn(dashboard: unknown, method: string, args?: unknown): Promise<unknown> {
  const call = (dashboard as Calls)[method]
  if (!call) throw new Error(`The contestant has no call ${method}.`)
  return call(args)
}
