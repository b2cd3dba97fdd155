import { ToolError } from '../../../core/tool-error'
import { publicReads, publicReadsSentence, takeFromPublic } from '../../public-reads'
import { accessTokenOf, startSession } from '../../superset-session'
import { check } from '../check'
import { type Finding, fail, skipped, warn } from '../finding'

export const publicRole = check({
  name: 'public-role',
  about:
    'what a visitor without account and token may do: Superset then ignores the account, or a refused token',
  problems: {
    'public-reads': 'Superset ignores the account, because the Public role may read',
    'guest-role-public': 'Superset does not report a refused token, because the Public role may read',
  },
  needs: ['answer'],
  async run({ fetch, url }) {
    const { status } = await fetch(`${url}/api/v1/me/roles/`)
    const names = await publicReads((path) => fetch(url + path))
    const learnt = { publicReads: names, isVisitorKnown: status === 200 }
    const what = `${publicReadsSentence(names)} Checks that need an account are skipped.`
    const findings = [
      names.length > 0 ? fail('public-reads', what, takeFromPublic(names)) : undefined,
      status === 200 ? publicGuests(VISITORS) : undefined,
    ]
    const answered = `Superset answers ${status} to a visitor without a token`
    const isUnclear = names.length === 0 && ![200, 401, 403].includes(status)
    if (isUnclear) return { findings: [skipped('public-role', answered)], learnt }
    return { findings, ok: answered, learnt }
  },
})

export function publicGuests(what: string): Finding {
  const fix =
    'Make a role for guests with the permissions of Public, empty Public (PUBLIC_ROLE_LIKE = None), and name it:\n' +
    '  GUEST_ROLE_NAME = "Guest"'
  return warn('guest-role-public', what, fix)
}

const VISITORS =
  'Superset does not report a refused token: the guest becomes an anonymous visitor with the Public role, and its charts fail one by one.'

export const login = check({
  name: 'login',
  about: 'whether the account that mints can sign in to the API',
  problems: {
    'login-refused': 'Superset does not accept the account',
    'session-refused': 'Superset does not start a session for the access token',
    'login-failed': 'the answer to the sign-in is not Superset’s',
  },
  needs: ['answer', 'account'],
  async run({ url, account, fetch }) {
    const accessToken = await accessTokenOf(url, account, fetch).catch((error) => problem(error, REFUSED))
    if (typeof accessToken !== 'string') return accessToken
    const refused = 'accessToken' in account ? TOKEN_REFUSED : SESSION_REFUSED
    const session = await startSession(url, accessToken, fetch).catch((error) => problem(error, refused))
    if ('status' in session) return session
    return { ok: 'the account signs in', learnt: { session } }
  },
})

type Refusal = readonly [id: string, fix: string]

function problem(error: unknown, refused: Refusal): Finding {
  if (!(error instanceof ToolError)) throw error
  const [id, fix] = error.code === 'login-refused' ? refused : FAILED
  return fail(id, error.sentence, fix)
}

const REFUSED: Refusal = [
  'login-refused',
  'Give the account that the app mints with: --username, and GUESTPASS_SUPERSET_PASSWORD in the environment.',
]

const SESSION_REFUSED: Refusal = [
  'session-refused',
  'The password is right. Correct what the reason names. The app reports this as issuer-refused.',
]

const TOKEN_REFUSED: Refusal = [
  'session-refused',
  'Give an access token of this Superset, not older than 15 minutes: GUESTPASS_SUPERSET_ACCESS_TOKEN in the environment.',
]

const FAILED: Refusal = ['login-failed', 'Let /api/v1/ through to Superset, without another login in front.']
