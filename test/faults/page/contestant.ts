/** What a scenario asks of whoever embeds the dashboard. */
export interface MountOptions {
  readonly id: string
  readonly supersetDomain: string
  /** Through React under StrictMode, as an app of today does, in place of a plain call. */
  readonly isReact?: boolean
  readonly viewer?: string
  readonly credentialless?: boolean
  /** How the app gets a token when it has written that by itself, as the official SDK wants it. */
  readonly fetchGuestToken?: () => Promise<string>
}

/** What the app heard. */
export interface Report {
  /** The dashboard shows something. */
  ready(): void
  /** Something is wrong: a code, or whatever was thrown. */
  failed(code: string): void
  ended(): void
}

export interface Mounted {
  /** Calls the dashboard, as the contestant's own users do; rejects where there is no such call. */
  call(method: string, args?: unknown): Promise<unknown>
  unmount(): void
}

export interface Contestant {
  mount(element: HTMLElement, options: MountOptions, report: Report): Mounted
}

export type Calls = Readonly<Record<string, (args?: unknown) => unknown>>

export async function callOn(dashboard: unknown, method: string, args?: unknown): Promise<unknown> {
  const call = (dashboard as Calls)[method]
  if (!call) throw new Error(`There is no ${method}.`)
  return call(args)
}
