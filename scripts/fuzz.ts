/** `npm run fuzz`: hostile values on real databases. Repeat a run with its `--seed`. */

import { parseArgs } from 'node:util'
import { type BuiltClause, rls, supersetJwt } from 'guestpass/server'
import { createRandom } from '../test/helpers/random.ts'
import { checkBatch, createTally, type Subject } from './fuzz/check.ts'
import type { Engine } from './fuzz/engine.ts'
import { startDuckdb } from './fuzz/engines/duckdb.ts'
import { startMariadb } from './fuzz/engines/mariadb.ts'
import { startPostgresql } from './fuzz/engines/postgresql.ts'
import { startSqlite } from './fuzz/engines/sqlite.ts'
import { hasFailed, type Result, tableOf, writeReport } from './fuzz/report.ts'
import { startSupersetSteps } from './fuzz/superset-steps.ts'

const FULL_COUNT = 1_000_000
const REWRITTEN_COUNT = 20_000
const BATCH = 50
const STARTS = {
  postgresql: startPostgresql,
  mariadb: startMariadb,
  sqlite: startSqlite,
  duckdb: startDuckdb,
}

const issuer = supersetJwt({ url: 'http://localhost', secret: 'fuzz', audience: 'fuzz' })

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: String(FULL_COUNT) },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    engine: { type: 'string', multiple: true, default: Object.keys(STARTS) },
  },
})
const seed = Number(values.seed)
const count = Number(values.count)
const results: Result[] = []
for (const [name, start] of Object.entries(STARTS)) {
  if (!values.engine.includes(name)) continue
  const engine = await start()
  try {
    results.push(await fuzz(engine, 'as built', count))
    results.push(await fuzzRewritten(engine, Math.min(count, REWRITTEN_COUNT)))
  } finally {
    await engine.stop()
  }
}
console.log(`\n${tableOf(results)}\n\nseed ${seed}`)
if (count >= FULL_COUNT && results.length === 2 * Object.keys(STARTS).length) await writeReport(results, seed)
if (results.some(hasFailed)) process.exitCode = 1

async function fuzz(
  engine: Engine,
  way: string,
  limit: number,
  rewrite?: Subject['rewrite'],
): Promise<Result> {
  const random = createRandom(seed)
  const tally = createTally()
  const subject = {
    builder: rls(engine.database, { acceptUntested: true }),
    sqlOf,
    ...(rewrite && { rewrite }),
  }
  const name = `${engine.name} ${engine.version}`
  while (tally.executed < limit) {
    if (tally.executed % 1_000 === 0) await engine.nextSettings()
    await checkBatch(engine, subject, random, BATCH, tally)
    if (tally.executed % 50_000 === 0 || tally.executed >= limit) {
      const { executed, escapes, syntaxErrors, wrongRows } = tally
      console.log(
        `${name}, ${way}: ${executed} executed, ${escapes} escapes, ${syntaxErrors} syntax errors, ${wrongRows} wrong rows`,
      )
    }
  }
  for (const failure of tally.failures) console.log(`  ${failure}`)
  return { engine: name, way, tally }
}

async function fuzzRewritten(engine: Engine, limit: number): Promise<Result> {
  const superset = await startSupersetSteps(engine.database)
  try {
    return await fuzz(engine, 'as Superset rewrites it', limit, superset.rewrite)
  } finally {
    await superset.stop()
  }
}

/** What the package itself puts into a token. */
function sqlOf(clause: BuiltClause): string {
  const { rls: rules } = issuer.parseGrant({ viewer: 'fuzz', dashboards: ['d'], rls: [{ clause }] })
  return rules === 'all-rows' ? '' : String(rules[0]?.clause)
}
