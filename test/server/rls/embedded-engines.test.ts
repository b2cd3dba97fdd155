import { expect, test } from 'vitest'
import { checkBatch, createTally, type Subject } from '../../../scripts/fuzz/check.ts'
import type { Engine } from '../../../scripts/fuzz/engine.ts'
import { startDuckdb } from '../../../scripts/fuzz/engines/duckdb.ts'
import { startSqlite } from '../../../scripts/fuzz/engines/sqlite.ts'
import { parseSupersetGrant } from '../../../src/server/grant'
import { rls } from '../../../src/server/rls/rls'
import { createRandom, seedFromEnvironment } from '../../helpers/random'

/** DuckDB speaks the standard's SQL as well; what that cannot spell is refused, which another test sees. */
async function startAnsi(): Promise<Engine> {
  return {
    ...(await startDuckdb()),
    dialect: 'ansi',
    admitted: (text) => text.replace(/[\\%]|(?!\n)\p{Cc}/gu, ''),
  }
}

const sqlOf: Subject['sqlOf'] = (clause) => {
  const { rls: rules } = parseSupersetGrant({ viewer: 'ana', dashboards: ['d'], rls: [{ clause }] })
  return rules === 'all-rows' ? rules : String(rules[0]?.clause)
}

// A million on every engine is `npm run fuzz`.
test.each<readonly [string, number, () => Engine | Promise<Engine>]>([
  ['SQLite', 20_000, startSqlite],
  ['DuckDB', 20_000, startDuckdb],
  ['the standard, on DuckDB', 4_000, startAnsi],
])('hostile values stay values in %s', { timeout: 300_000 }, async (_name, count, start) => {
  const engine = await start()
  const seed = seedFromEnvironment()
  const random = createRandom(seed)
  const tally = createTally()
  const subject = { builder: rls(engine.dialect), sqlOf }
  while (tally.executed < count) await checkBatch(engine, subject, random, 50, tally)
  await engine.stop()
  const { escapes, syntaxErrors, wrongRows, failures } = tally
  expect({ escapes, syntaxErrors, wrongRows }, `seed ${seed}\n${failures.join('\n')}`).toEqual({
    escapes: 0,
    syntaxErrors: 0,
    wrongRows: 0,
  })
})
