import { useCallback, useEffect, useState } from 'react'

export interface Session {
  readonly viewer: Person | null
  readonly viewers: readonly Person[]
  readonly dashboard: { readonly id: string; readonly title: string }
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
    if (response.ok) setSession(await response.json())
  }, [])
  useEffect(() => {
    void reload()
    window.addEventListener('focus', reload)
    return () => window.removeEventListener('focus', reload)
  }, [reload])

  const signIn = async (viewer: string) => {
    await post('/sign-in', { viewer })
    await reload()
  }
  const signOut = async () => {
    await post('/sign-out')
    await reload()
  }
  return { session, signIn, signOut, reload }
}

function post(path: string, body: object = {}): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}
