import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { systemClock } from '../client/clock'
import { type HiddenEmbed, hiddenEmbeds, prepareForToken } from '../client/hidden-embeds'
import { sharedTokenSource } from '../client/shared-token-source'
import type { TokenRoute } from '../client/token-route'
import type { TokenSource } from '../client/token-source'
import type { DashboardDescriptor } from '../core/descriptor'
import { embedIdOf } from '../core/embed-id'
import type { GuestpassError } from '../core/errors'
import { isUsable } from '../core/guest-token'
import { type TokenPhase, tokenPhase } from '../core/refresh-policy'
import { useEffectBeforePaint } from './before-paint'
import { useInherited } from './provider'

/** The state of a guest token, which renews itself. */
export interface UseGuestToken {
  /** `missing`, `fresh`, `due` (usable, and being renewed), `expired` or `denied`. */
  readonly phase: TokenPhase
  /** Why the last request brought no token. `undefined` after a success. */
  readonly error: GuestpassError | undefined
  /** Requests a new token now, also after the session has ended. */
  refresh(): void
  /** The token while it is usable. Read it when you send it, and do not store it. */
  getToken(): string | undefined
}

/**
 * Keeps a guest token for a dashboard while the component is mounted.
 *
 * @param dashboard its embed id, or a constant that `npx guestpass generate` wrote
 * @param options where the token comes from. @default the provider's
 */
export function useGuestToken(
  dashboard: string | DashboardDescriptor,
  options: TokenRoute = {},
): UseGuestToken {
  const id = typeof dashboard === 'string' ? dashboard : embedIdOf({ dashboard })
  const route = useInherited(options)
  const store = useMemo(() => createTokenStore(sharedTokenSource(route), id), [route, id])
  // Not in `subscribe`, which React calls too late: the next viewer's dashboard would then share this token.
  useEffectBeforePaint(store.hold, [store])
  // This clean-up does not run when <Suspense> hides the component. It runs for <Activity>, in StrictMode and at the end.
  useEffect(() => store.drop, [store])
  const state = useSyncExternalStore(store.subscribe, store.getState, getServerState)
  return { ...state, ...store.actions }
}

interface TokenState {
  readonly phase: TokenPhase
  readonly error: GuestpassError | undefined
}

const MISSING: TokenState = { phase: 'missing', error: undefined }
const getServerState = () => MISSING

/** The token of one dashboard as React reads it. A state never contains the token itself. */
function createTokenStore(source: TokenSource, id: string) {
  const listeners = new Set<() => void>()
  let state = MISSING
  let release: (() => void) | undefined
  // Without an element the hook cannot know whether its component is hidden or removed.
  const hidden: HiddenEmbed = { isRemoved: () => true, unmount: drop }

  function update(): void {
    const record = source.record(id)
    state = { phase: tokenPhase(record, systemClock.now()), error: record.error }
    for (const listener of listeners) listener()
  }

  function drop(): void {
    hiddenEmbeds.delete(hidden)
    release?.()
    release = undefined
  }

  return {
    getState: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** Keeps the token until `drop` is called. After a call of the returned function, the next use of any token drops it, too. */
    hold() {
      hiddenEmbeds.delete(hidden)
      if (!release) {
        prepareForToken(source)
        release = source.use(id, update)
        update()
      }
      return () => void hiddenEmbeds.add(hidden)
    },
    drop,
    actions: {
      refresh: () => source.renew(id, 'now'),
      getToken() {
        const { token } = source.record(id)
        return isUsable(token, systemClock.now()) ? token.value : undefined
      },
    },
  }
}
