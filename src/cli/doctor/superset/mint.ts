import { parseJson } from '../../../core/parse-json'
import type { SupersetSession } from '../../superset-session'
import { check } from '../check'
import { type Finding, fail, ok } from '../finding'
import type { Rule } from '../subject'

export const mint = check({
  name: 'mint',
  about: 'a guest token, minted as the app does it',
  problems: {
    'cannot-grant-token': 'the account may not grant guest tokens',
    'dashboard-not-embedded': 'there is no such embed id',
    'validator-hook': 'GUEST_TOKEN_VALIDATOR_HOOK, or the rules themselves, are refused',
    'mint-csrf': 'the CSRF token, or the cookie that it belongs to, is lost on the way',
    'mint-broken': 'minting gets no token',
  },
  needs: ['session', 'dashboard'],
  async run({ session, dashboard, rls = [] }) {
    const sentAtMs = Date.now()
    const plain = await mintToken(session, dashboard, [])
    // A validator hook may want rules.
    const needsRules = plain.token === undefined && plain.status === 400 && rls.length > 0
    const { token, status, text } = needsRules ? await mintToken(session, dashboard, rls) : plain
    if (token === undefined) return { findings: [refusal(status, text, dashboard)] }
    const mintedAtMs = [sentAtMs, Date.now()] as const
    return { findings: [ok('mint', 'a guest token is granted')], learnt: { token, mintedAtMs } }
  },
})

export async function mintToken(session: SupersetSession, dashboard: string, rls: readonly Rule[]) {
  const response = await session.post('/api/v1/security/guest_token/', {
    user: { username: 'guestpass-doctor' },
    resources: [{ type: 'dashboard', id: dashboard }],
    rls,
  })
  const text = await response.text()
  const { token } = Object(parseJson(text))
  return { status: response.status, text, token: response.status === 200 ? textOf(token) : undefined }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** The answer's own words may repeat the rules. */
function refusal(status: number, text: string, dashboard: string): Finding {
  if (status === 403 || (status === 401 && /forbidden/i.test(text))) {
    return fail(
      'cannot-grant-token',
      `Minting is answered with ${status}: the account lacks can_grant_guest_token.`,
      'Give the role of the account this permission, and no more than it needs (Settings → List Roles):\n' +
        '  can grant guest token on SecurityRestApi',
    )
  }
  if (status === 400 && /EmbeddedDashboard/.test(text)) {
    return fail(
      'dashboard-not-embedded',
      `Minting is answered with 400: no dashboard has the embed id ${dashboard}.`,
      'Take the id from the dashboard’s menu (… → Embed dashboard), not from its address.',
    )
  }
  if (status === 302 || (status === 400 && /csrf/i.test(text))) {
    return fail(
      'mint-csrf',
      `Minting is answered with ${status}: Superset misses its CSRF token, or the session cookie with it.`,
      'Let the session cookie and the header X-CSRFToken through; a cookie that is Secure does not come back over http.',
    )
  }
  if (status === 400) {
    return fail(
      'validator-hook',
      'Minting is answered with 400: Superset refuses what the token is to hold.',
      'Look at GUEST_TOKEN_VALIDATOR_HOOK in superset_config.py, and at the rules given with --rls.',
    )
  }
  return fail('mint-broken', `Minting is answered with ${status}, and no token.`, "Superset's log says why.")
}
