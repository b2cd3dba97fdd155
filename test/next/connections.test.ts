import { test } from 'vitest'
import { describeConnection } from '../contracts/connection.contract'
import { textBody } from '../helpers/request-bodies'
import { GOOD_BODY, JSON_TYPE, TokenClient } from '../helpers/token-client'

const { NEXT_PORT } = process.env
if (!NEXT_PORT) throw new Error('NEXT_PORT is missing: npm run examples:next sets it.')

/** The built app, which `npm run examples:next` has started. The package has its real deadline of 10 s there. */
const server = { port: Number(NEXT_PORT), stop() {} }

const path = '/connections/guest-token'

describeConnection('Next.js', async () => server, { path, deadlineMs: 10_000 })

// The raw client sends `Host: app.example.com`. A phone on the local network sends no Sec-Fetch-Site.
test.each([
  [200, 'http://app.example.com'],
  [200, 'https://app.example.com'],
  [403, 'http://app.example.com:8080'],
  [403, 'http://localhost:3000'],
  [403, 'https://evil.example'],
])('answers %i to a page with Origin %s and without Sec-Fetch-Site', async (status, origin) => {
  const client = new TokenClient(server.port, path, 30_000)
  await client.expectStatus({ headers: [JSON_TYPE, `origin: ${origin}`], body: textBody(GOOD_BODY) }, status)
})
