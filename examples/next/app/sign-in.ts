'use server'

import { cookies } from 'next/headers'
import { SESSION_COOKIE } from './session'

/** STAND-IN for the app's real sign-in: without a password. Next.js renders the layout again when a cookie changes here. */
export async function signIn(): Promise<void> {
  const jar = await cookies()
  jar.set(SESSION_COOKIE, 'session-of-ana', { httpOnly: true, sameSite: 'lax' })
}

export async function signOut(): Promise<void> {
  const jar = await cookies()
  jar.delete(SESSION_COOKIE)
}
