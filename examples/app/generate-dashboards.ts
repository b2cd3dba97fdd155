import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { SupersetServer } from './server.ts'

const PROJECT = join(import.meta.dirname, '../..')

/** Runs `npx guestpass generate sales` on a Superset. Returns the file that it wrote. */
export function generateDashboards({ url, username, password }: SupersetServer): string {
  const file = join(PROJECT, '.cache/demo/dashboards.ts')
  mkdirSync(join(file, '..'), { recursive: true })
  const command = join(PROJECT, 'dist/cli.js')
  execFileSync(process.execPath, [command, 'generate', 'sales', '--superset', url, '--out', file], {
    env: {
      ...process.env,
      GUESTPASS_SUPERSET_USERNAME: username,
      GUESTPASS_SUPERSET_PASSWORD: password,
    },
  })
  return file
}
