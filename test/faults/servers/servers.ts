import { startSandbox } from '../../../examples/sandbox/sandbox.ts'
import type { Addresses } from '../stage.ts'
import { startApp } from './app.ts'
import { startSuperset } from './superset.ts'
import { createWorld, type World } from './world.ts'

export interface Servers {
  readonly addresses: Addresses
  /** Gives the servers another world: its clock, its faults, its accounts. */
  enter(world: World): void
  stop(): Promise<void>
}

export async function startServers(): Promise<Servers> {
  let world = createWorld()
  const sandbox = await startSandbox()
  const superset = await startSuperset(() => world, sandbox)
  const app = await startApp(() => world, sandbox, `http://localhost:${superset.port}`)
  const [first, second] = sandbox.dashboards
  return {
    addresses: {
      app: `http://localhost:${app.port}`,
      superset: `http://localhost:${superset.port}`,
      elsewhere: `http://127.0.0.1:${superset.port}`,
      ids: [first?.embedId ?? '', second?.embedId ?? ''],
    },
    enter(next) {
      world = next
    },
    stop: async () => void (await Promise.all([app.stop(), superset.stop(), sandbox.stop()])),
  }
}
