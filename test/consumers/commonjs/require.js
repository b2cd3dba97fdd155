// Every entry by `require`, something of each in use, and the program.
const assert = require('node:assert/strict')
const { execFileSync } = require('node:child_process')
const { createElement } = require('react')
const { renderToString } = require('react-dom/server')
const { EmbeddedDashboard } = require('guestpass')
const { embedDashboard } = require('guestpass/vanilla')
const { GuestpassDashboardElement } = require('guestpass/element')
const { guestTokenHandler, rls, supersetJwt } = require('guestpass/server')
const { guestTokens } = require('guestpass/express')
const { SAFE_MACROS } = require('guestpass/preview')
const { createFakeClock } = require('guestpass/testing')
const { ViewAs } = require('guestpass/testing/react')

async function main() {
  assert.match(renderToString(createElement(EmbeddedDashboard, { id: 'one' })), /data-state/)
  await assert.rejects(embedDashboard({ id: 'one', mountPoint: null }), { code: 'option-invalid' })
  assert.ok(GuestpassDashboardElement.observedAttributes.includes('embed-id'))
  assert.equal(typeof guestTokens, 'function')
  assert.equal(typeof createFakeClock, 'function')
  assert.equal(typeof ViewAs, 'function')
  assert.ok(SAFE_MACROS)

  const handler = guestTokenHandler({
    issuer: supersetJwt({ url: 'https://bi.example.com', secret: 'x'.repeat(32), audience: 'superset' }),
    authorize: () => ({
      viewer: 'ana',
      dashboards: ['one'],
      rls: [{ clause: rls('postgresql').eq('country', 'USA') }],
    }),
  })
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ dashboards: ['one'] })
  const request = new Request('https://app.example.com/guest-token', { method: 'POST', headers, body })
  const { tokens } = await (await handler(request)).json()
  const claims = JSON.parse(Buffer.from(tokens[0].token.split('.')[1], 'base64url').toString())
  assert.match(claims.rls_rules[0].clause, /"country" = 'USA'/)
  const program = `${__dirname}/node_modules/guestpass/dist/cli.js`
  assert.match(execFileSync(process.execPath, [program, '--help'], { encoding: 'utf8' }), /preview/)
  console.log(`8 entries on Node ${process.version}`)
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
