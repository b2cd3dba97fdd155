/** What a scenario needs of a browser; another browser is another file here. */
export interface Driver {
  readonly name: string
  readonly abilities: readonly Ability[]
  /** How many pages of it may be played with at a time. */
  readonly lanes: number
  /** A fresh profile with one page in it. */
  open(needs: TabNeeds): Promise<Tab>
  close(): Promise<void>
}

export type Ability =
  /** Lets minutes pass at once, timers included; where it lacks, a scenario that needs no hours waits. */
  | 'clock'
  /** Kills the process of a frame. */
  | 'crash'
  | 'offline'
  /** Keeps pages for Back. */
  | 'page-cache'
  /** Blocks third-party storage. */
  | 'blocked-storage'
  | 'credentialless'
  | 'background-tab'

export interface TabNeeds {
  readonly hasClock: boolean
  readonly hasPageCache: boolean
  /** Whether third-party storage is allowed where the browser would block it. */
  readonly hasThirdPartyStorage: boolean
}

export interface Tab {
  goto(url: string): Promise<void>
  back(): Promise<void>
  evaluate<Result, Argument>(
    run: (argument: Argument) => Result,
    argument: Argument,
  ): Promise<Awaited<Result>>
  setCookie(url: string, name: string, value: string | undefined): Promise<void>
  cookie(url: string, name: string): Promise<string | undefined>
  /** Another tab of the same profile. */
  another(): Promise<Tab>
  /** Fires what is due in this time without waiting for it. */
  advance(durationMs: number): Promise<void>
  crashFrame(): Promise<void>
  setOffline(isOffline: boolean): Promise<void>
  close(): Promise<void>
}
