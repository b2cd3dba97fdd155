/** A token route that is a function in the page, and the app around it. */

import { GuestpassProvider, type GuestpassProviderProps } from 'guestpass'
import { type ReactNode, useState } from 'react'
import { FAKE_SUPERSET } from './fake-superset/fake-superset'

/** What the route answers; it is given the embed ids that are asked for. */
export type TokenAnswer = (dashboards: readonly string[]) => Response | Promise<Response>

export interface FakeAppProps {
  readonly tokenUrl: string
  /** One for each request; the last is for all that follow. */
  readonly answers: readonly TokenAnswer[]
  readonly children: ReactNode
}

/** An app as a user of guestpass has it. Every mount starts with the first answer again. */
export function FakeApp({ tokenUrl, answers, children }: FakeAppProps) {
  const [fetch] = useState(() => fakeTokenRoute(answers))
  return (
    <GuestpassProvider tokenUrl={tokenUrl} fetch={fetch}>
      {children}
    </GuestpassProvider>
  )
}

type Fetch = NonNullable<GuestpassProviderProps['fetch']>

function fakeTokenRoute(answers: readonly TokenAnswer[]): Fetch {
  let requests = 0
  return async (_url, init) => {
    const { dashboards } = JSON.parse(String(init?.body))
    const answer = answers[Math.min(requests++, answers.length - 1)] ?? never
    return answer(dashboards)
  }
}

/** What `guestTokens` answers a viewer who may see what is asked for. */
export function token({ domain = FAKE_SUPERSET, expiresIn = 300 } = {}): TokenAnswer {
  return (dashboards) =>
    Response.json({
      tokens: [{ token: 'a-guest-token', expiresIn, platform: 'superset', domain, dashboards }],
      denied: [],
    })
}

/** What it answers one who may see none of it. */
export const denied: TokenAnswer = (dashboards) => Response.json({ tokens: [], denied: dashboards })

export function refusal(status: number, code: string, message: string): TokenAnswer {
  const headers = status === 503 ? { 'retry-after': '5' } : undefined
  return () => Response.json({ code, message }, { status, ...(headers && { headers }) })
}

export const never: TokenAnswer = () => new Promise(() => {})

/** The same answer, half a second later. */
export function slowly(answer: TokenAnswer): TokenAnswer {
  return async (dashboards) => {
    await new Promise((resolve) => setTimeout(resolve, 500))
    return answer(dashboards)
  }
}
