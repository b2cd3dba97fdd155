import { ToolError } from '../../../core/tool-error'
import { accessTokenOf, startSession } from '../../superset-session'
import { check } from '../check'
import { type Finding, fail, ok } from '../finding'

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
    return { findings: [ok('login', 'the account signs in')], learnt: { session } }
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
