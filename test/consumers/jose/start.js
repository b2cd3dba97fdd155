// Everything that guestpass does with jose: signs, reads, encrypts and decrypts. The results are checked with Node's
// own cryptography.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHmac, createVerify, generateKeyPairSync } from 'node:crypto'
import { guestTokenHandler, presetJwt, supersetApi, supersetJwt } from 'guestpass/server'
import { decodeJwt } from 'jose/jwt/decode'

const url = 'https://bi.example.com'
const grant = { viewer: 'ana', dashboards: ['one'], rls: [{ clause: 'org = 7' }] }
const secret = 'the-guest-secret-of-this-program'

async function mint(issuer, options = {}) {
  const handler = guestTokenHandler({ issuer, authorize: () => grant, ...options })
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ dashboards: grant.dashboards })
  const answer = await handler(new Request('https://app.example.com/', { method: 'POST', headers, body }))
  assert.equal(answer.status, 200)
  return (await answer.json()).tokens[0]
}

const signed = (token) => token.slice(0, token.lastIndexOf('.'))
const signatureOf = (token) => token.slice(token.lastIndexOf('.') + 1)

for (const algorithm of ['HS256', 'HS384', 'HS512']) {
  const { token } = await mint(supersetJwt({ url, secret, audience: 'superset', algorithm }))
  const hash = createHmac(algorithm.replace('HS', 'sha'), secret)
  assert.equal(signatureOf(token), hash.update(signed(token)).digest('base64url'))
  // As the page reads a token, when a back-end returns only that.
  assert.deepEqual(decodeJwt(token).rls_rules, grant.rls)
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
const preset = presetJwt({ privateKey: pem, keyId: 'key', workspace: 'e5f6a7b8', region: 'us2a' })
const { token } = await mint(preset)
const verify = createVerify('RSA-SHA256').update(signed(token))
assert.ok(verify.verify(publicKey, signatureOf(token), 'base64url'))

let mints = 0
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
const fetch = async (address) => {
  mints += String(address).endsWith('/guest_token/') ? 1 : 0
  const unsigned = `${part({ alg: 'HS256' })}.${part({ iat: 1_000, exp: 1_120, mints })}.x`
  return Response.json({ access_token: unsigned, result: 'csrf', token: unsigned })
}
const api = () => supersetApi({ url, username: 'minter', password: 'a-password', fetch })
assert.equal((await mint(api())).expiresIn, 120)

const entries = new Map()
const store = { get: async (key) => entries.get(key), set: async (key, value) => entries.set(key, value) }
const cache = { store, secrets: ['the-secret-of-the-cache-of-this-program'] }
const first = await mint(api(), { cache })
assert.equal((await mint(api(), { cache })).token, first.token)
assert.equal(mints, 2)
for (const [name, sealed] of entries) entries.set(name, `${sealed.slice(0, -4)}AAAA`)
assert.notEqual((await mint(api(), { cache })).token, first.token)

const program = new URL('node_modules/guestpass/dist/cli.js', import.meta.url)
assert.match(execFileSync(process.execPath, [program.pathname, '--help'], { encoding: 'utf8' }), /doctor/)
console.log('signs, reads, encrypts and decrypts as Node does')
