import { decodeJwt, decodeProtectedHeader } from 'jose'
import { check } from '../check'
import { type Finding, fail, ok, skipped, warn } from '../finding'

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
    const short = `${what}, under ${SHORTEST_SECONDS}, which is too short to renew it.`
    return fail('lifetime-too-short', short, fix)
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

/** `supersetJwt` sets `iat` this many seconds back, because Superset refuses a token whose `iat` is in the future. */
const BACK_DATED_SECONDS = 10

export const clock = check({
  name: 'clock',
  about: "whether Superset's clock and this machine's agree",
  problems: { 'clock-skew': 'the clocks differ by more than ten seconds' },
  needs: ['answer'],
  run({ answer: { headers, sentAtMs, receivedAtMs }, token, mintedAtMs, isSelfSigned }) {
    const iat = token === undefined || isSelfSigned ? undefined : decodeJwt(token).iat
    const theirMs = iat === undefined ? Date.parse(headers.get('date') ?? '') : iat * 1_000
    if (Number.isNaN(theirMs)) return skipped('clock', 'Superset sends no Date.')
    const [from, to] = iat === undefined || !mintedAtMs ? [sentAtMs, receivedAtMs] : mintedAtMs
    // The Date header has no fractions of a second, and the answer took some time to arrive.
    const aheadSeconds = Math.round(
      (theirMs > to ? theirMs - to : Math.min(0, theirMs + 1_000 - from)) / 1_000,
    )
    if (Math.abs(aheadSeconds) <= BACK_DATED_SECONDS) {
      return ok('clock', 'both clocks agree')
    }
    const what = `Superset's clock is ${Math.abs(aheadSeconds)} s ${aheadSeconds > 0 ? 'ahead of' : 'behind'} this machine's.`
    const fix =
      'Let NTP set both clocks. Superset refuses a token that the app signed while its iat is in Superset’s future.'
    return warn('clock-skew', what, fix)
  },
})

/** Superset's default of WEBDRIVER_BASEURL, which is its default audience. */
const DEFAULT = 'http://0.0.0.0:8080/'

export const audience = check({
  name: 'audience',
  about: 'the audience of a token: only this Superset, or every Superset',
  problems: {
    'audience-default': 'the audience is Superset’s default, which other Supersets also accept',
    'audience-differs': 'the app signs tokens for another audience',
    'audience-missing': 'the token has no audience',
  },
  needs: ['token'],
  run({ token, audience }) {
    const { aud } = decodeJwt(token)
    const supersetAudience = Array.isArray(aud) ? aud[0] : aud
    if (!supersetAudience) {
      return warn('audience-missing', 'The token has no aud.', config('superset.example.com'))
    }
    if (audience !== undefined && audience !== supersetAudience) {
      const what = `Superset’s audience is ${supersetAudience}, and the app’s is ${audience}: Superset refuses the tokens that the app signs.`
      const fix = `Give the app Superset's audience, or set in superset_config.py:\n${setting(audience)}`
      return fail('audience-differs', what, fix)
    }
    if (supersetAudience === DEFAULT) {
      const what = `The audience is ${supersetAudience}, which every Superset has by default (WEBDRIVER_BASEURL).`
      return warn('audience-default', what, config('superset.example.com'))
    }
    return ok('audience', supersetAudience)
  },
})

const setting = (audience: string) => `  GUEST_TOKEN_JWT_AUDIENCE = ${JSON.stringify(audience)}`

function config(audience: string): string {
  return `Name this Superset in superset_config.py, and in supersetJwt if the app signs tokens:\n${setting(audience)}`
}
