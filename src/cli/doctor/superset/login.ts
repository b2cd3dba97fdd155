import { GuestpassError } from '../../../core/errors'
import { signIn } from '../../superset-session'
import { check } from '../check'
import { fail, ok } from '../finding'

export const login = check({
  name: 'login',
  about: 'whether the account that mints can sign in to the API',
  problems: {
    'login-refused': 'Superset does not take the account',
    'login-failed': 'signing in gets no answer that is Superset’s',
  },
  needs: ['answer', 'account'],
  async run({ url, account, fetch }) {
    try {
      const session = await signIn(url, account, fetch)
      return { findings: [ok('login', 'the account signs in')], learnt: { session } }
    } catch (error) {
      if (!(error instanceof GuestpassError)) throw error
      const [id, fix] = error.code === 'login-refused' ? REFUSED : FAILED
      return { findings: [fail(id, error.sentence, fix)] }
    }
  },
})

const REFUSED = [
  'login-refused',
  'Give the account that the app mints with: --username, and GUESTPASS_SUPERSET_PASSWORD in the environment.',
] as const

const FAILED = [
  'login-failed',
  'Let /api/v1/ through to Superset, without a login of its own in front.',
] as const
