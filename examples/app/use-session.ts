import { useCallback, useEffect, useState } from 'react'

export interface Session {
  /** Who is signed in, or was until the session ended by itself. */
  readonly viewer: Person | null
  /** Whether the session of `viewer` has ended by itself. */
  readonly isOver: boolean
  readonly viewers: readonly Person[]
  /** Superset's address, for the embed that has to be given one. */
  readonly supersetDomain: string
  /** The dashboard of the other system. */
  readonly embeddableId: string
  /** Whether this Superset can end tokens before their time. */
  readonly canExpire: boolean
}

export interface Person {
  readonly id: string
  readonly name: string
  readonly sees: string
}

/** Who is signed in, as the server has it; asked again when the window comes back, because another tab may change it. */
export function useSession() {
  const [session, setSession] = useState<Session>()

  const reload = useCallback(async () => {
    const response = await fetch('/api/session')
    if (!response.ok) return
    const next = await response.json()
    setSession((before) => {
      const isOver = !next.viewer && Boolean(before?.viewer)
      return { ...next, viewer: next.viewer ?? before?.viewer ?? null, isOver }
    })
  }, [])
  useEffect(() => {
    void signInFirst().then(reload)
    window.addEventListener('focus', reload)
    return () => window.removeEventListener('focus', reload)
  }, [reload])

  const leave = () => setSession((before) => before && { ...before, viewer: null, isOver: false })

  const signIn = async (viewer: string) => {
    // What an ended session left behind goes first.
    if (session?.isOver) leave()
    await post('/sign-in', { viewer })
    await reload()
  }
  const signOut = async () => {
    leave()
    await post('/sign-out')
    await reload()
  }
  return { session, signIn, signOut, reload }
}

/** Who the address names: `/?viewer=bob`. `null` when it names nobody. */
export const FIRST_VIEWER = new URLSearchParams(location.search).get('viewer')

/** The demo opens on a signed-in viewer. A viewer who is signed in stays, unless the address names another one. */
async function signInFirst(): Promise<void> {
  const { viewer } = await (await fetch('/api/session')).json()
  if (!viewer || FIRST_VIEWER) await post('/sign-in', { viewer: FIRST_VIEWER ?? 'ana' })
}

function post(path: string, body: object = {}): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}
