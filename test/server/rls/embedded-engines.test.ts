import { expect, test } from 'vitest'
import { checkBatch, createTally } from '../../../scripts/fuzz/check.ts'
import type { Engine } from '../../../scripts/fuzz/engine.ts'
import { startDuckdb } from '../../../scripts/fuzz/engines/duckdb.ts'
import { startSqlite } from '../../../scripts/fuzz/engines/sqlite.ts'
import { rls } from '../../../src/server/rls/rls'
import { createRandom, randomCases, seedFromEnvironment } from '../../helpers/random'
import { sqlOf } from '../../helpers/sql-of'

// A million on every engine is `npm run fuzz`.
test.each<readonly [string, number, () => Engine | Promise<Engine>]>([
  ['SQLite', 20_000, startSqlite],
  ['DuckDB', 20_000, startDuckdb],
])('hostile values stay values in %s', { timeout: 300_000 }, async (_name, count, start) => {
  const engine = await start()
  const seed = seedFromEnvironment()
  const random = createRandom(seed)
  const tally = createTally()
  const subject = { builder: rls(engine.database, { acceptUntested: true }), sqlOf }
  while (tally.executed < randomCases(count)) await checkBatch(engine, subject, random, 50, tally)
  await engine.stop()
  const { escapes, syntaxErrors, wrongRows, failures } = tally
  expect({ escapes, syntaxErrors, wrongRows }, `seed ${seed}\n${failures.join('\n')}`).toEqual({
    escapes: 0,
    syntaxErrors: 0,
    wrongRows: 0,
  })
})
