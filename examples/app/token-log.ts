/** Watches one way of embedding from outside: what it asks the token route, what it gets, and what else happens. */

export interface TokenLog {
  /** The browser's fetch, with the log looking on. */
  readonly fetch: typeof globalThis.fetch
  readonly entries: () => Entries
  readonly subscribe: (onChange: () => void) => () => void
  note(kind: EventKind, text: string): void
}

/** One for each dashboard. */
export interface Logs {
  readonly ours: TokenLog
  readonly theirs: TokenLog
  readonly embeddable: TokenLog
}

export interface Entries {
  readonly events: readonly LogEvent[]
  readonly tokens: readonly Token[]
  readonly requests: number
  /** Whether the last answer was 401: the session has ended. */
  readonly isSignedOut: boolean
}

export type EventKind = 'good' | 'busy' | 'bad' | 'quiet'

export interface LogEvent {
  readonly key: number
  readonly kind: EventKind
  readonly text: string
  /** By `performance.now()`. */
  readonly atMs: number
}

export interface Token {
  readonly mintedAtMs: number
  readonly lifetimeMs: number
}

export function createTokenLog(): TokenLog {
  const listeners = new Set<() => void>()
  let entries: Entries = { events: [], tokens: [], requests: 0, isSignedOut: false }
  let keys = 0

  function change(next: Partial<Entries>): void {
    entries = { ...entries, ...next }
    for (const listener of listeners) listener()
  }

  function note(kind: EventKind, text: string): void {
    const event: LogEvent = { key: ++keys, kind, text, atMs: performance.now() }
    change({ events: [...entries.events, event].slice(-MOST) })
  }

  return {
    async fetch(input, init) {
      // Rows have a separate route, whose answers contain no token.
      if (String(input).endsWith('/rows')) return fetch(input, init)
      const mintedAtMs = performance.now()
      change({ requests: entries.requests + 1 })
      try {
        const response = await fetch(input, init)
        change({ isSignedOut: response.status === 401 })
        if (response.ok) {
          // A copy, because the body can be read once; one token serves every dashboard of this page.
          const [token] = (await response.clone().json()).tokens
          const isFirst = entries.tokens.length === 0
          const lifetimeMs = 1_000 * token.expiresIn
          change({ tokens: [...entries.tokens, { mintedAtMs, lifetimeMs }].slice(-MOST) })
          note('good', `${isFirst ? 'First token' : 'New token'}, good for ${token.expiresIn} s`)
        } else note('bad', ANSWERS[response.status] ?? `The server answered ${response.status}`)
        return response
      } catch (error) {
        if (!init?.signal?.aborted) note('bad', 'Asked for a token: no network')
        throw error
      }
    },
    entries: () => entries,
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
    note,
  }
}

const MOST = 40

const ANSWERS: Readonly<Record<number, string>> = {
  401: 'Asked for a token: nobody is signed in',
  409: 'Asked for a token: somebody else is signed in',
}
