import { decodeJwt, decodeProtectedHeader } from 'jose'
import { check } from '../check'
import { type Finding, fail, ok, warn } from '../finding'

const SHORTEST_SECONDS = 20
const SHORT_SECONDS = 60
const LONG_SECONDS = 3_600

export const token = check({
  name: 'token',
  about: 'the claims and the lifetime of the token',
  problems: {
    'token-claims': 'the token lacks a claim that Superset reads',
    'lifetime-too-short': 'a token expires before a page can renew it',
    'lifetime-short': 'every open page requests a token more than once a minute',
    'lifetime-long': 'a removed viewer keeps access for more than an hour',
    'lifetime-endless': 'a token never expires',
  },
  needs: ['token'],
  run({ token, dashboard, preset }) {
    const { iat, exp, type, user, resources, rls_rules: rules } = decodeJwt(token)
    const missing = Object.entries({ iat, type, user, resources, rls_rules: rules }).filter(
      ([, claim]) => !claim,
    )
    if (missing.length > 0) {
      const what = `The token lacks ${missing.map(([name]) => name).join(', ')}.`
      return fail('token-claims', what, 'Look for a custom security manager, or a proxy that mints.')
    }
    const problem = lifetimeProblem(
      exp === undefined ? undefined : exp - (iat ?? 0),
      preset ? OF_PRESET : OF_SUPERSET,
    )
    if (problem) return problem
    const { alg } = decodeProtectedHeader(token)
    const what = `${alg}, lives ${Math.round((exp ?? 0) - (iat ?? 0))} s, for ${dashboard ?? 'one dashboard'}`
    return ok('token', what)
  },
})

function lifetimeProblem(seconds: number | undefined, fix: string): Finding | undefined {
  if (seconds === undefined || Number.isNaN(seconds)) {
    return fail('lifetime-endless', 'The token does not expire: its exp is missing, or not a time.', fix)
  }
  const what = `A token lives ${Math.round(seconds)} s`
  if (seconds < SHORTEST_SECONDS) {
    return fail(
      'lifetime-too-short',
      `${what}, under ${SHORTEST_SECONDS}, which is too short to renew it.`,
      fix,
    )
  }
  if (seconds < SHORT_SECONDS) {
    return warn('lifetime-short', `${what}: every open page requests a token more than once a minute.`, fix)
  }
  if (seconds > LONG_SECONDS) {
    return warn('lifetime-long', `${what}: a removed viewer keeps access for this time.`, fix)
  }
  return undefined
}

const OF_SUPERSET = 'In superset_config.py:\n  GUEST_TOKEN_JWT_EXP_SECONDS = 300'
const OF_PRESET = 'You cannot set this. Preset documents five minutes. Ask Preset.'
