import { createHmac } from 'node:crypto'
import { decodeProtectedHeader } from 'jose'
import { check } from '../check'
import { type Finding, fail, ok, skipped, warn } from '../finding'

/** What Superset comes with, and what guides and images are full of. */
const DEFAULT = 'test-guest-secret-change-me'
const PUBLISHED = [
  // What a variable of the environment that is not there comes to.
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
  'Make one, and give it to Superset and the app through their environment:\n' +
  '  openssl rand -base64 42\n' +
  '  import os\n' +
  '  GUEST_TOKEN_JWT_SECRET = os.environ["GUEST_TOKEN_JWT_SECRET"]'

export const guestSecret = check({
  name: 'guest-secret',
  about: 'what guest tokens are signed with: whether it is one that everybody knows',
  problems: {
    'guest-secret-default': 'the secret is the one that Superset comes with: anybody can mint',
    'guest-secret-guessed': 'the secret is one out of guides: anybody can mint',
    'guest-token-unsigned': 'tokens are not signed: anybody can mint',
  },
  needs: ['token'],
  run({ token }) {
    const alg = algorithmOf(token)
    if (KEY_PAIR.test(alg)) return { findings: [ok('guest-secret', `signed with a key pair (${alg})`)] }
    if (!isHmac(alg)) {
      const what = `ANYBODY CAN MINT: the algorithm of the token is ${alg || 'missing'}, which signs nothing.`
      return { findings: [fail('guest-token-unsigned', what, HMAC)] }
    }
    if (isSignedWith(token, DEFAULT)) {
      const what =
        'ANYBODY CAN MINT: tokens are signed with the secret that is in Superset’s own source. Whoever reaches it ' +
        'sees every row of every embedded dashboard.'
      return { findings: [fail('guest-secret-default', what, FIX)] }
    }
    for (const one of PUBLISHED) {
      if (isSignedWith(token, one)) {
        const what =
          'ANYBODY CAN MINT: tokens are signed with a secret out of the guides, which is guessed at once.'
        return { findings: [fail('guest-secret-guessed', what, FIX)] }
      }
    }
    return { findings: [ok('guest-secret', 'not one that is published')] }
  },
})

const SHORTEST_BYTES = 32
const FEWEST_LETTERS = 10

export const givenSecret = check({
  name: 'given-secret',
  about:
    'the secret that was given, which the app signs with: its strength, and whether Superset has the same',
  problems: {
    'guest-secret-weak': 'the secret can be guessed from any token, given time',
    'guest-secret-differs': 'Superset signs with another one',
  },
  needs: ['guestSecret'],
  run({ guestSecret, token }) {
    const findings: Finding[] = []
    const bytes = new TextEncoder().encode(guestSecret).length
    if (bytes < SHORTEST_BYTES || new Set(guestSecret).size < FEWEST_LETTERS) {
      const what =
        bytes < SHORTEST_BYTES
          ? `The secret has ${bytes} bytes, and HS256 wants ${SHORTEST_BYTES}: whoever holds a token can search for it.`
          : 'The secret repeats a few letters: whoever holds a token can search for it.'
      findings.push(warn('guest-secret-weak', what, FIX))
    }
    if (token === undefined) findings.push(skipped('given-secret', 'no token was minted to compare it with.'))
    else if (!isHmac(algorithmOf(token))) {
      const what = `Superset signs with ${algorithmOf(token) || 'no algorithm'}, and not with a secret: it refuses the tokens that the app signs.`
      findings.push(fail('guest-secret-differs', what, HMAC))
    } else if (!isSignedWith(token, guestSecret)) {
      const what = 'Superset signs with another secret: it refuses the tokens that the app signs.'
      const fix = 'Give both the same:\n  GUEST_TOKEN_JWT_SECRET = os.environ["GUEST_TOKEN_JWT_SECRET"]'
      findings.push(fail('guest-secret-differs', what, fix))
    } else if (findings.length === 0)
      findings.push(ok('given-secret', 'long enough, and the one of Superset'))
    return { findings }
  },
})

function algorithmOf(token: string): string {
  return String(decodeProtectedHeader(token).alg ?? '')
}

const KEY_PAIR = /^(RS|PS|ES)\d{3}$|^EdDSA$/
const HMAC = 'In superset_config.py:\n  GUEST_TOKEN_JWT_ALGO = "HS256"'

function isHmac(alg: string): boolean {
  return /^HS(256|384|512)$/.test(alg)
}

/** By Node itself: jose knows no secret that is empty, and not every version of PyJWT refuses one. */
function isSignedWith(token: string, secret: string): boolean {
  const [header, payload, signature] = token.split('.')
  const hash = algorithmOf(token).replace('HS', 'sha')
  return createHmac(hash, secret).update(`${header}.${payload}`).digest('base64url') === signature
}
