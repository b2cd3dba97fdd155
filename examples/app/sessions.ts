/**
 * STAND-IN for the app's real sign-in: each visitor can sign in as any viewer, without a password.
 *
 * What is real is the cookie: a random session id that only the server can read, never the person's name, which
 * the browser could change.
 */

import { randomUUID } from 'node:crypto'
import express, { type Request, type Router } from 'express'
import { VIEWERS, type Viewer } from './viewers.ts'

export interface Sessions {
  /** `POST /sign-in` with `{ viewer }`, and `POST /sign-out`. */
  readonly routes: Router
  /** Who is signed in in the browser that asks. */
  viewerOf(request: Request): Viewer | undefined
  /** Which session a browser has, or had. */
  idOf(request: Request): string
  /** Ends the session on the server only, as a time limit does. The browser is not notified. */
  end(request: Request): void
}

const COOKIE = 'demo_session'

export function createSessions(): Sessions {
  const viewers = new Map<string, Viewer>()
  const routes = express.Router()

  routes.post('/sign-in', express.json(), (request, response) => {
    const viewer = VIEWERS.find(({ id }) => id === request.body?.viewer)
    if (!viewer) return void response.sendStatus(400)
    viewers.delete(sessionOf(request))
    const session = randomUUID()
    viewers.set(session, viewer)
    // Over HTTPS a real app adds `secure: true`.
    response.cookie(COOKIE, session, { httpOnly: true, sameSite: 'lax' }).sendStatus(204)
  })

  routes.post('/sign-out', (request, response) => {
    viewers.delete(sessionOf(request))
    response.clearCookie(COOKIE).sendStatus(204)
  })

  return {
    routes,
    viewerOf: (request) => viewers.get(sessionOf(request)),
    idOf: sessionOf,
    end: (request) => void viewers.delete(sessionOf(request)),
  }
}

function sessionOf(request: Request): string {
  return new RegExp(`(?:^|; )${COOKIE}=([^;]*)`).exec(request.headers.cookie ?? '')?.[1] ?? ''
}
