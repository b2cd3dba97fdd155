/** `node refused-bodies.ts <port>`: sends 50 bodies of 200 kB a second to the token route until its input ends. */

import { request } from 'node:http'

const PORT = Number(process.argv[2])
const BODY = 'x'.repeat(200_000)
const EVERY_MS = 20

const sending = setInterval(() => {
  const headers = { 'content-type': 'application/json' }
  const asking = request(
    { host: '127.0.0.1', port: PORT, path: '/guest-token', method: 'POST', headers, agent: false },
    (answer) => {
      if (answer.statusCode !== 413) throw new Error(`The token route answered ${answer.statusCode}.`)
      answer.resume()
    },
  )
  asking.end(BODY)
}, EVERY_MS)

process.stdout.write('ready\n')
process.stdin.resume().once('end', () => {
  clearInterval(sending)
  process.exit()
})
