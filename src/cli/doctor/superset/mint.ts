import { supersetApi } from '../../../server/issuers/superset-api'
import { supersetJwt } from '../../../server/issuers/superset-jwt'
import { isRedirect } from '../../../server/upstream'
import { redirectOrigin } from '../../../server/upstream-reason'
import { bodyOf } from '../../superset-session'
import { IN_FRONT, inFront, mintThrough, reasonIn } from '../answer'
import { check } from '../check'
import { type Finding, fail, skipped } from '../finding'
import { NEEDS, type Rule, type Subject } from '../subject'

export const mint = check({
  name: 'mint',
  about: 'a guest token, minted as the app mints it',
  problems: {
    'cannot-grant-token': 'the account may not grant guest tokens',
    'dashboard-not-embedded': 'no dashboard has the embed id',
    'validator-hook': 'Superset, or its GUEST_TOKEN_VALIDATOR_HOOK, refuses the content of the token',
    'mint-csrf': 'the CSRF token, or the cookie that it belongs to, does not reach Superset',
    'mint-redirected': 'minting is redirected to another server',
    'mint-broken': 'the answer to minting does not contain a token',
    ...IN_FRONT,
  },
  needs: ['dashboard'],
  async run({ session, ...given }) {
    const { dashboard, rls = [] } = given
    if (session === undefined) return signedWithout(given)
    const subject = { ...given, session }
    const sentAtMs = Date.now()
    const plain = await mintToken(subject, [])
    // A validator hook may refuse a token without rules.
    const needsRules = plain.token === undefined && plain.status === 400 && rls.length > 0
    const minted = needsRules ? await mintToken(subject, rls) : plain
    if (minted.token === undefined) return refusal(minted, dashboard)
    const mintedAtMs = [sentAtMs, Date.now()] as const
    return { ok: 'a guest token is granted', learnt: { token: minted.token, mintedAtMs } }
  },
})

/** Without an account, the app's own secret is enough. */
async function signedWithout(subject: Subject & { readonly dashboard: string }) {
  const { guestSecret, audience, account } = subject
  if (account === undefined && guestSecret !== undefined && audience !== undefined) {
    const token = await signToken({ ...subject, guestSecret, audience })
    return {
      ok: 'a guest token is signed with the given secret',
      learnt: { token, isSelfSigned: true } as const,
    }
  }
  const other =
    account === undefined && guestSecret !== undefined
      ? ' Or give --audience, because the secret is set.'
      : ''
  return skipped('mint', NEEDS.session + other)
}

type Signing = Pick<Subject, 'url' | 'algorithm'> & {
  readonly dashboard: string
  readonly guestSecret: string
  readonly audience: string
}

/** Signs a token through `supersetJwt`, as an app with the secret does. */
export async function signToken({ url, guestSecret: secret, audience, algorithm, dashboard }: Signing) {
  const issuer = supersetJwt({ url, secret, audience, ...(algorithm && { algorithm }) })
  const grant = issuer.parseGrant(grantFor(dashboard, []))
  const { token } = await issuer.mint(grant, [dashboard], new AbortController().signal)
  return token
}

export interface Minted {
  readonly response: Response
  readonly status: number
  readonly text: string
  readonly isJson: boolean
  /** The reason of a refusal, as the last sentence of a finding. */
  readonly reason: string
  /** The origin that a redirect leads to, when it is not Superset's. */
  readonly redirectsTo: string | undefined
  readonly token: string | undefined
}

type Minting = Pick<Subject, 'fetch'> & Required<Pick<Subject, 'session'>> & { readonly dashboard: string }

/** Mints through `supersetApi`, for the account of the session. Without rules the guest may see all rows. */
export async function mintToken(
  { fetch, session, dashboard }: Minting,
  rls: readonly Pick<Rule, 'clause' | 'dataset'>[],
): Promise<Minted> {
  const { url, accessToken } = session
  const response = await mintThrough(
    (recording) => supersetApi({ url, accessToken: async () => accessToken, fetch: recording }),
    fetch,
    grantFor(dashboard, rls),
  )
  const { status, headers } = response
  const body = await bodyOf(response)
  const { token } = Object(body)
  const origin = isRedirect(status) ? redirectOrigin(headers.get('location'), url, { rls }) : undefined
  return {
    response,
    status,
    isJson: body !== undefined,
    reason: await reasonIn(response, { rls }),
    redirectsTo: origin === new URL(url).origin ? undefined : origin,
    token: status === 200 && typeof token === 'string' ? token : undefined,
    text: await response.text(),
  }
}

const USERNAME = 'guestpass-doctor'

function grantFor(dashboard: string, rls: readonly Pick<Rule, 'clause' | 'dataset'>[]) {
  return {
    viewer: USERNAME,
    user: { username: USERNAME },
    dashboards: [dashboard],
    rls: rls.length > 0 ? rls.map(grantRule) : 'all-rows',
  }
}

function grantRule({ clause, dataset }: Pick<Rule, 'clause' | 'dataset'>) {
  return { clause, ...(dataset !== undefined && { datasets: [dataset] }) }
}

/** The answer itself is not reported, because it may repeat the rules. */
function refusal(minted: Minted, dashboard: string): Finding {
  const { response, status, isJson, text, reason, redirectsTo } = minted
  const unavailable = inFront('Minting', response)
  if (unavailable) return unavailable
  const answered = `Minting is answered with ${status}`
  if (status >= 400 && status < 500 && !isJson && !/csrf/i.test(text)) {
    const what = `${answered} and a page that is not from Superset's API: another server answers in its place.`
    const fix =
      'Let POST /api/v1/security/guest_token/ through to Superset: a firewall or a proxy refuses it.'
    return fail('mint-broken', what, fix)
  }
  if (status === 403 || (status === 401 && /forbidden/i.test(text))) {
    const what = `${answered}: the account lacks can_grant_guest_token.${reason}`
    const fix =
      'Give the role of the account this permission, and only what it needs (Settings → List Roles):\n' +
      '  can grant guest token on SecurityRestApi'
    return fail('cannot-grant-token', what, fix)
  }
  if (status === 400 && /EmbeddedDashboard/.test(text)) {
    const what = `${answered}: no dashboard has the embed id ${dashboard}.`
    const fix = 'Take the id from the dashboard’s menu (… → Embed dashboard), not from its address.'
    return fail('dashboard-not-embedded', what, fix)
  }
  if (redirectsTo !== undefined) {
    const what = `Minting is redirected to ${redirectsTo} (${status}), although the login is not.`
    const fix = 'Let POST /api/v1/security/guest_token/ through to Superset, past the login of that server.'
    return fail('mint-redirected', what, fix)
  }
  if (isRedirect(status) || (status === 400 && /csrf/i.test(text))) {
    const what = `${answered}: Superset did not receive its CSRF token, or the session cookie that belongs to it.${reason}`
    const fix =
      'Let the session cookie and the header X-CSRFToken through. A Secure cookie is not sent over http.'
    return fail('mint-csrf', what, fix)
  }
  if (status === 400) {
    const what = `${answered}: Superset refuses the content of the token.${reason}`
    const fix = 'Look at GUEST_TOKEN_VALIDATOR_HOOK in superset_config.py, and at the rules given with --rls.'
    return fail('validator-hook', what, fix)
  }
  const what = `${answered}, without a token.${reason}`
  return fail('mint-broken', what, "Look for the reason in Superset's log.")
}
