/** What the buttons of the demo break on purpose, each for the session that asks. A real app has none of it. */

import express, { type RequestHandler, type Router } from 'express'
import type { Sessions } from './sessions.ts'

export interface Faults {
  /** `POST /cut`, `/mend`, `/expire` and `/end-session`. */
  readonly routes: Router
  /** Breaks off the requests of a session whose network is cut. */
  readonly breakNetwork: RequestHandler
}

export function createFaults(
  sessions: Sessions,
  { revokeGuestTokens }: { readonly revokeGuestTokens?: () => void },
): Faults {
  const cut = new Set<string>()
  const routes = express.Router()
  const route = (path: string, act: RequestHandler) =>
    routes.post(path, (request, response, next) => {
      act(request, response, next)
      response.sendStatus(204)
    })

  route('/cut', (request) => cut.add(sessions.idOf(request)))
  route('/mend', (request) => cut.delete(sessions.idOf(request)))
  route('/end-session', (request) => sessions.end(request))
  // There is one Superset, so this affects the tokens of every visitor of the demo.
  route('/expire', () => revokeGuestTokens?.())
  return {
    routes,
    breakNetwork(request, _response, next) {
      if (cut.has(sessions.idOf(request))) request.socket.destroy()
      else next()
    },
  }
}
