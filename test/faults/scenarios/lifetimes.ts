import type { Scenario } from '../scenario.ts'
import { atMostMints } from './claims.ts'

/** Answers as the route would, with another lifetime than the token has. */
const expiringIn = (expiresIn: unknown) => (body: unknown) => {
  const { tokens, ...rest } = body as { readonly tokens: readonly object[] }
  return { ...rest, tokens: tokens.map((token) => ({ ...token, expiresIn })) }
}

export const LIFETIMES: readonly Scenario[] = [
  {
    name: 'a token that lasts 30 days',
    wanted: 'survived',
    isQuick: true,
    arrange({ world }) {
      world.token = { lifetimeSeconds: 30 * 86_400 }
    },
    act: ({ pass }) => pass(1_500),
    claim: atMostMints(1),
  },
  {
    name: 'a lifetime of 1,000,000,000,000 s',
    wanted: 'survived',
    isQuick: true,
    arrange({ world }) {
      world.token = { lifetimeSeconds: 300, reply: expiringIn(1e12) }
    },
    act: ({ pass }) => pass(1_500),
    claim: atMostMints(1),
  },
  ...[Number.NaN, -60, 0, 0.5, 10].map(
    (expiresIn): Scenario => ({
      name: `a token that lasts ${expiresIn} s`,
      wanted: 'reported',
      codes: ['lifetime-too-short'],
      isLong: true,
      patienceMs: 5_000,
      arrange({ world }) {
        world.token = { lifetimeSeconds: Math.floor(expiresIn || 0), reply: expiringIn(expiresIn) }
      },
      async claim(stage) {
        await stage.pass(30_000)
        return atMostMints(9)(stage)
      },
    }),
  ),
  {
    name: 'tokens of 25 s, for two minutes',
    wanted: 'survived',
    isLong: true,
    arrange({ world }) {
      world.token = { lifetimeSeconds: 25 }
    },
    act: ({ pass }) => pass(120_000),
    // A page renews after 7.5 to 12.5 s of these 25 s, at the age that it drew once.
    claim: atMostMints(20),
  },
  {
    name: 'a bare token without a lifetime',
    wanted: 'survived',
    isQuick: true,
    arrange({ world }) {
      const bare = (body: unknown) => (body as { tokens: readonly { token: string }[] }).tokens[0]?.token
      world.token = { lifetimeSeconds: 300, reply: bare }
    },
    claim: atMostMints(1),
  },
]
