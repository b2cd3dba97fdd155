import { describeConnection } from '../contracts/connection.contract'

const { NEXT_PORT } = process.env
if (!NEXT_PORT) throw new Error('NEXT_PORT is missing: npm run examples:next sets it.')

/** The built app, which `npm run examples:next` has started. The package has its real deadline of 10 s there. */
const server = { port: Number(NEXT_PORT), stop() {} }

describeConnection('Next.js', async () => server, { path: '/connections/guest-token', deadlineMs: 10_000 })
