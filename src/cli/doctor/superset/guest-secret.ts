import { createHmac } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { reasonIn } from '../answer'
import { check } from '../check'
import { type Finding, fail, ok, skipped, warn } from '../finding'
import type { Subject } from '../subject'
import { signToken } from './mint'

/** Published secrets: Superset's default, and secrets in guides and images. */
const DEFAULT = 'test-guest-secret-change-me'
const PUBLISHED = [
  // The value of an environment variable that is not set.
  '',
  'CHANGE-ME-IN-PRODUCTION',
  'CHANGE_ME_TO_A_COMPLEX_RANDOM_SECRET',
  'PASTE_GENERATED_SECRET_HERE',
  'TEST_NON_DEV_SECRET',
  'YOUR_OWN_RANDOM_GENERATED_SECRET_KEY',
  'change-me',
  'changeme',
  'guest',
  'my-secret',
  'mysecret',
  'password',
  'secret',
  'superset',
  'superset-secret',
  'supersecret',
  'test',
  'thisISaSECRET_1234',
  'your-guest-secret',
  'your-secret-key',
]

const FIX =
  'Generate a secret, and pass it to Superset and the app in their environment:\n' +
  '  openssl rand -base64 42\n' +
  '  import os\n' +
  '  GUEST_TOKEN_JWT_SECRET = os.environ["GUEST_TOKEN_JWT_SECRET"]'

export const guestSecret = check({
  name: 'guest-secret',
  about: 'whether guest tokens are signed with a published secret',
  problems: {
    'guest-secret-default': 'the secret is Superset’s default: anybody can mint',
    'guest-secret-guessed': 'the secret is in public guides: anybody can mint',
    'guest-token-unsigned': 'tokens are not signed: anybody can mint',
  },
  needs: ['token'],
  run({ token }) {
    const alg = algorithmOf(token)
    if (KEY_PAIR.test(alg)) return ok('guest-secret', `signed with a key pair (${alg})`)
    if (!isHmac(alg)) {
      const what = `ANYBODY CAN MINT: the algorithm of the token is ${alg || 'missing'}, which signs nothing.`
      return fail('guest-token-unsigned', what, HMAC)
    }
    if (isSignedWith(token, DEFAULT)) {
      const what =
        'ANYBODY CAN MINT: tokens are signed with the secret in Superset’s own source. Anybody who reaches Superset ' +
        'sees every row of every embedded dashboard.'
      return fail('guest-secret-default', what, FIX)
    }
    if (PUBLISHED.some((secret) => isSignedWith(token, secret))) {
      const what =
        'ANYBODY CAN MINT: tokens are signed with a secret from public guides, which is guessed at once.'
      return fail('guest-secret-guessed', what, FIX)
    }
    return 'not a published secret'
  },
})

const SHORTEST_BYTES = 32
const FEWEST_LETTERS = 10

export const givenSecret = check({
  name: 'given-secret',
  about: 'the given secret, which the app signs with: its strength, and whether Superset has the same secret',
  problems: {
    'guest-secret-weak': 'the secret can be guessed from any token, with enough time',
    'guest-secret-differs': 'Superset signs with another secret',
    'guest-algorithm-differs': 'Superset signs with another algorithm than the app',
    'app-token-refused': 'Superset refuses a token that the app signs',
  },
  needs: ['guestSecret'],
  async run(subject) {
    const { guestSecret } = subject
    const difference = differenceTo(subject, guestSecret) ?? (await refusalOf(subject, guestSecret))
    const well = 'long enough, and Superset accepts the tokens that it signs'
    return { findings: [weakness(guestSecret), difference], ok: well }
  },
})

function weakness(secret: string): Finding | undefined {
  const bytes = new TextEncoder().encode(secret).length
  const isShort = bytes < SHORTEST_BYTES
  if (!isShort && new Set(secret).size >= FEWEST_LETTERS) return undefined
  const why = isShort ? `has ${bytes} bytes, and HS256 needs ${SHORTEST_BYTES}` : 'repeats a few letters'
  return warn('guest-secret-weak', `The secret ${why}: anybody with a token can search for the secret.`, FIX)
}

/** The difference between Superset's own token and the tokens that the app signs. */
function differenceTo(
  { token, isSelfSigned, algorithm = 'HS256' }: Subject,
  secret: string,
): Finding | undefined {
  if (token === undefined || isSelfSigned) return undefined
  const alg = algorithmOf(token)
  if (!isHmac(alg)) {
    const what = `Superset signs with ${alg || 'no algorithm'}, and not with a secret: it refuses the tokens that the app signs.`
    return fail('guest-secret-differs', what, HMAC)
  }
  if (!isSignedWith(token, secret)) {
    const what = 'Superset signs with another secret: it refuses the tokens that the app signs.'
    const fix = 'Give both the same secret:\n  GUEST_TOKEN_JWT_SECRET = os.environ["GUEST_TOKEN_JWT_SECRET"]'
    return fail('guest-secret-differs', what, fix)
  }
  if (alg === algorithm) return undefined
  const what = `Superset accepts ${alg} (GUEST_TOKEN_JWT_ALGO), and the app signs with ${algorithm}: Superset refuses the tokens that the app signs.`
  const fix = `Give the app's issuer Superset's algorithm, and the doctor --algorithm ${alg}:\n  supersetJwt({ url, secret, audience, algorithm: '${alg}' })`
  return fail('guest-algorithm-differs', what, fix)
}

/** Whether Superset accepts a token that is signed as the app signs it. */
async function refusalOf(subject: Subject, guestSecret: string): Promise<Finding | undefined> {
  const { fetch, url, token, dashboard, guestHeader = 'X-GuestToken' } = subject
  const audience = subject.audience ?? (token && [decodeJwt(token).aud].flat()[0])
  if (audience === undefined || dashboard === undefined) {
    return skipped(
      'given-secret',
      'to test a token that is signed as the app signs it, give --dashboard and --audience.',
    )
  }
  const signed = await signToken({ ...subject, guestSecret, audience, dashboard })
  const response = await fetch(`${url}/api/v1/me/roles/`, { headers: { [guestHeader]: signed } })
  if (response.status !== 401) return undefined
  const what = `Superset answers 401 to a token that is signed with the given secret.${await reasonIn(response)}`
  const fix =
    'Compare with superset_config.py:\n' +
    `  GUEST_TOKEN_JWT_SECRET, GUEST_TOKEN_JWT_AUDIENCE (${audience}), GUEST_TOKEN_JWT_ALGO`
  return fail('app-token-refused', what, fix)
}

function algorithmOf(token: string): string {
  return String(decodeProtectedHeader(token).alg ?? '')
}

const KEY_PAIR = /^(RS|PS|ES)\d{3}$|^EdDSA$/
const HMAC = 'In superset_config.py:\n  GUEST_TOKEN_JWT_ALGO = "HS256"'

function isHmac(alg: string): boolean {
  return /^HS(256|384|512)$/.test(alg)
}

/** Uses Node's crypto, because jose refuses an empty secret, which some versions of PyJWT accept. */
function isSignedWith(token: string, secret: string): boolean {
  const [header, payload, signature] = token.split('.')
  const hash = algorithmOf(token).replace('HS', 'sha')
  return createHmac(hash, secret).update(`${header}.${payload}`).digest('base64url') === signature
}
