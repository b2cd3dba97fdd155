import { parseArgs } from 'node:util'

import {
  installationOf,
  type SupersetVersion,
  supersetVersion,
  supersetVersions,
  toSupersetVersion,
} from './superset/paths.ts'
import { type Superset, startSuperset } from './superset/serve.ts'

const usage = `Runs a real Apache Superset with sample dashboards ready to embed.

  --version V              ${supersetVersions.join(', ')} (default: ${supersetVersion})
  --port N                 listen on this port (default: a free one)
  --guest-token-seconds N  lifetime of guest tokens (default: 300)
  --json                   print one line of JSON for other tools, password and secret included
  --help
`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      version: { type: 'string', default: supersetVersion },
      port: { type: 'string' },
      'guest-token-seconds': { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(usage)
    return
  }
  const version = toSupersetVersion(values.version)
  const stopping = new AbortController()
  // Once: a second Ctrl-C ends this process at once, and Superset with it.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort())

  try {
    const superset = await startSuperset({
      version,
      port: toInteger('--port', values.port, 65_535),
      guestTokenSeconds: toInteger('--guest-token-seconds', values['guest-token-seconds']),
      signal: stopping.signal,
    })
    process.stdout.write(values.json ? toJson(superset) : banner(superset, version))
    await superset.ended
  } catch (error) {
    if (!stopping.signal.aborted) throw error
  }
  if (!stopping.signal.aborted) throw new Error('Superset ended by itself.')
}

function toInteger(name: string, value: string | undefined, max = 2 ** 31): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (Number.isInteger(number) && number > 0 && number <= max) return number
  throw new Error(`${name} takes a whole number from 1 to ${max}, not "${value}".`)
}

function banner(superset: Superset, version: SupersetVersion): string {
  const dashboards = superset.dashboards.map(({ title, embedId }) => `  ${title.padEnd(18)} ${embedId}\n`)
  return `
Superset ${version} is at ${superset.url}

  user      ${superset.username}
  password  adminPassword in ${installationOf(version).secretsFile},
            with guestTokenSecret and guestTokenAudience beside it

Dashboards and the ids to embed them by:

${dashboards.join('')}
Ctrl-C stops it.
`
}

function toJson({ ended: _ended, stop: _stop, ...rest }: Superset): string {
  return `${JSON.stringify(rest)}\n`
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
