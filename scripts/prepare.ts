/** `node scripts/prepare.ts chromium redis`: installs programs that tests need, before the tests start. */

import { ensureChromium, ensureWholeChromium } from './browsers/chromium.ts'
import { ensureFirefox } from './browsers/firefox.ts'
import { ensureWebkit } from './browsers/webkit.ts'
import { installFlask } from './flask.ts'
import { ensureMariadb } from './fuzz/engines/mariadb.ts'
import { ensurePostgresql } from './fuzz/engines/postgresql.ts'
import { ensureNginx } from './nginx.ts'
import { ensureRedis } from './redis.ts'
import { installSuperset } from './superset/install.ts'

const PROGRAMS = {
  chromium: ensureChromium,
  /** For tests of Back, and with blocked third-party storage. */
  'whole-chromium': ensureWholeChromium,
  firefox: ensureFirefox,
  webkit: ensureWebkit,
  redis: ensureRedis,
  nginx: ensureNginx,
  postgresql: ensurePostgresql,
  mariadb: ensureMariadb,
  flask: installFlask,
  superset: () => installSuperset(),
}

export type ProgramName = keyof typeof PROGRAMS

for (const name of process.argv.slice(2)) {
  if (!isProgram(name)) {
    throw new Error(`"${name}" cannot be prepared. Use ${Object.keys(PROGRAMS).join(', ')}.`)
  }
  console.log(`preparing ${name}`)
  await PROGRAMS[name]()
}

function isProgram(name: string): name is ProgramName {
  return Object.hasOwn(PROGRAMS, name)
}
