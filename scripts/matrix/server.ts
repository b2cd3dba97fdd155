import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sandbox } from '../../examples/sandbox/sandbox.ts'
import { freePort } from '../free-port.ts'

/** Runs a program of the app's that listens on $PORT while `use` looks at it. */
export async function whileServing<T>(
  copy: string,
  args: (port: number) => readonly string[],
  { url, guestSecret, audience, dashboards }: Sandbox,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const port = await freePort()
  // Not through npm, which would be what is stopped in the end instead of the program.
  const server = spawn(process.execPath, args(port), {
    cwd: copy,
    env: {
      ...process.env,
      NEXT_TELEMETRY_DISABLED: '1',
      PORT: String(port),
      SUPERSET_URL: url,
      GUEST_SECRET: guestSecret,
      GUEST_AUDIENCE: audience,
      DASHBOARD_ID: dashboards[0]?.embedId,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    const address = `http://localhost:${port}`
    await untilUp(address)
    return await use(address)
  } finally {
    if (server.exitCode === null) {
      server.kill()
      await once(server, 'exit')
    }
  }
}

async function untilUp(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (await fetch(url).catch(() => undefined)) return
    await sleep(200)
  }
  throw new Error(`Nothing answers at ${url}.`)
}
