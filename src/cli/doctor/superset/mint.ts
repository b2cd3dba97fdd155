import { isRedirect } from '../../../server/upstream'
import { redirectOrigin } from '../../../server/upstream-reason'
import { bodyOf, type SupersetSession } from '../../superset-session'
import { check } from '../check'
import { type Finding, fail, ok } from '../finding'
import { reasonIn } from '../reason'
import type { Rule } from '../subject'

export const mint = check({
  name: 'mint',
  about: 'a guest token, minted as the app does it',
  problems: {
    'cannot-grant-token': 'the account may not grant guest tokens',
    'dashboard-not-embedded': 'there is no such embed id',
    'validator-hook': 'GUEST_TOKEN_VALIDATOR_HOOK, or the rules themselves, are refused',
    'mint-csrf': 'the CSRF token, or the cookie that it belongs to, is lost on the way',
    'mint-redirected': 'minting is redirected to another server',
    'mint-broken': 'minting gets no token',
  },
  needs: ['session', 'dashboard'],
  async run({ session, dashboard, rls = [] }) {
    const sentAtMs = Date.now()
    const plain = await mintToken(session, dashboard, [])
    // A validator hook may want rules.
    const needsRules = plain.token === undefined && plain.status === 400 && rls.length > 0
    const minted = needsRules ? await mintToken(session, dashboard, rls) : plain
    if (minted.token === undefined) return { findings: [refusal(minted, dashboard)] }
    const mintedAtMs = [sentAtMs, Date.now()] as const
    return { findings: [ok('mint', 'a guest token is granted')], learnt: { token: minted.token, mintedAtMs } }
  },
})

export interface Minted {
  readonly status: number
  readonly text: string
  /** The reason of a refusal, as the end of a finding. */
  readonly reason: string
  /** The origin that a redirect leads to, when it is not Superset's. */
  readonly redirectsTo: string | undefined
  readonly token: string | undefined
}

export async function mintToken(
  session: SupersetSession,
  dashboard: string,
  rls: readonly Pick<Rule, 'clause' | 'dataset'>[],
): Promise<Minted> {
  const response = await session.post('/api/v1/security/guest_token/', {
    user: { username: 'guestpass-doctor' },
    resources: [{ type: 'dashboard', id: dashboard }],
    rls: rls.map(({ clause, dataset }) => ({ clause, ...(dataset !== undefined && { dataset }) })),
  })
  const { status, headers } = response
  const { token } = Object(await bodyOf(response))
  const origin = isRedirect(status)
    ? redirectOrigin(headers.get('location'), session.url, { rls })
    : undefined
  return {
    status,
    reason: await reasonIn(response, { rls }),
    redirectsTo: origin === new URL(session.url).origin ? undefined : origin,
    token: status === 200 && typeof token === 'string' ? token : undefined,
    text: await response.text(),
  }
}

/** The whole answer stays here, because it may repeat the rules. */
function refusal({ status, text, reason, redirectsTo }: Minted, dashboard: string): Finding {
  const answered = `Minting is answered with ${status}`
  if (status === 403 || (status === 401 && /forbidden/i.test(text))) {
    return fail(
      'cannot-grant-token',
      `${answered}: the account lacks can_grant_guest_token.${reason}`,
      'Give the role of the account this permission, and no more than it needs (Settings → List Roles):\n' +
        '  can grant guest token on SecurityRestApi',
    )
  }
  if (status === 400 && /EmbeddedDashboard/.test(text)) {
    return fail(
      'dashboard-not-embedded',
      `${answered}: no dashboard has the embed id ${dashboard}.`,
      'Take the id from the dashboard’s menu (… → Embed dashboard), not from its address.',
    )
  }
  if (redirectsTo !== undefined) {
    return fail(
      'mint-redirected',
      `Minting is redirected to ${redirectsTo} (${status}), although the login is not.`,
      'Let POST /api/v1/security/guest_token/ through to Superset, past the login of that server.',
    )
  }
  if (isRedirect(status) || (status === 400 && /csrf/i.test(text))) {
    return fail(
      'mint-csrf',
      `${answered}: Superset misses its CSRF token, or the session cookie with it.${reason}`,
      'Let the session cookie and the header X-CSRFToken through; a cookie that is Secure does not come back over http.',
    )
  }
  if (status === 400) {
    return fail(
      'validator-hook',
      `${answered}: Superset refuses what the token is to hold.${reason}`,
      'Look at GUEST_TOKEN_VALIDATOR_HOOK in superset_config.py, and at the rules given with --rls.',
    )
  }
  return fail('mint-broken', `${answered}, and no token.${reason}`, "Superset's log says why.")
}
