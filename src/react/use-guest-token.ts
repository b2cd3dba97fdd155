import { useMemo, useState } from 'react'
import useSWR from 'swr'
import { systemClock } from '../client/clock'
import { sharedTokenSource } from '../client/shared-token-source'
import type { TokenSource } from '../client/token-source'
import type { GuestpassError } from '../core/errors'
import { isUsable, type TokenPhase } from '../core/guest-token'
import { tokenPhase } from '../core/refresh-policy'
import { useEffectBeforePaint } from './before-paint'
import { useTokenRoute } from './provider'

/** A guest token, which renews itself, and where it stands. */
export interface UseGuestToken {
  /** How the token is. */
  readonly phase: TokenPhase
  /** Why there is no newer token, until there is one. */
  readonly error: GuestpassError | undefined
  /** Asks for a new token now; resumes after an ended session. */
  refresh(): void
  /** The token while it may be used: read it when you send it, and keep it nowhere. */
  getToken(): string | undefined
}

/** What SWR holds: never the token, because a host's cache provider and callbacks see it. */
interface Snapshot {
  readonly phase: TokenPhase
  readonly version: number
}

/** A host's SWRConfig would win over defaults, so all of it is said: the token source alone decides when to ask. */
const SWR_OPTIONS = {
  revalidateOnMount: false,
  revalidateOnFocus: false,
  revalidateOnReconnect: false,
  revalidateIfStale: false,
  shouldRetryOnError: false,
  keepPreviousData: false,
  suspense: false,
  refreshInterval: 0,
} as const

/** Over every mount of the page: an equal snapshot would render nothing. */
let versions = 0

/** Keeps a guest token for the dashboard `id` while the component is mounted, and says how it fares. */
export function useGuestToken(id: string): UseGuestToken {
  const route = useTokenRoute()
  const { tokenUrl, viewer } = route
  const key = JSON.stringify([tokenUrl, viewer, id])
  const [held, hold] = useState<{ readonly key: string; readonly source: TokenSource }>()
  // SWR renders again only for what is read: reading the snapshot is what subscribes to it.
  const { data: _snapshot, mutate } = useSWR<Snapshot>(['guestpass', tokenUrl, viewer, id], null, SWR_OPTIONS)

  useEffectBeforePaint(() => {
    const source = sharedTokenSource(route)
    const publish = () => {
      const phase = tokenPhase(source.record(id), systemClock.now())
      void mutate({ phase, version: ++versions }, { revalidate: false })
    }
    hold({ key, source })
    return source.use(id, publish)
  }, [key, route, id, mutate])

  // The snapshot only says that something changed: one that a cache brought back is from another time, and the
  // source of another viewer's is not this one's.
  const source = held?.key === key ? held.source : undefined
  const record = source?.record(id) ?? {}
  const actions = useMemo(
    () => ({
      refresh: () => source?.renew(id, 'now'),
      getToken() {
        const token = source?.record(id).token
        return isUsable(token, systemClock.now()) ? token.value : undefined
      },
    }),
    [source, id],
  )
  return { phase: tokenPhase(record, systemClock.now()), error: record.error, ...actions }
}
