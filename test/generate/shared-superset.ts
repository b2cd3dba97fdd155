import type { TestProject } from 'vitest/node'
import { type SupersetVersion, supersetVersion, toSupersetVersion } from '../../scripts/superset/paths.ts'
import { type Superset, startSuperset } from '../../scripts/superset/serve.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Runs until the last test file has ended. */
    readonly superset: Omit<Superset, 'ended' | 'stop'>
    /** Its version. */
    readonly version: SupersetVersion
  }
}

/** Starts one real Superset for all test files. Each start takes 5 s of CPU time. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const version = toSupersetVersion(process.env['GUESTPASS_SUPERSET_VERSION'] ?? supersetVersion)
  const { ended: _, stop, ...superset } = await startSuperset({ version })
  provide('superset', superset)
  provide('version', version)
  return stop
}
