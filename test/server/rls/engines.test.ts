import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkBatch, type Subject } from '../../../scripts/fuzz/check.ts'
import { checkCorpus } from '../../../scripts/fuzz/corpus.ts'
import type { Engine } from '../../../scripts/fuzz/engine.ts'
import { startDuckdb } from '../../../scripts/fuzz/engines/duckdb.ts'
import { startMariadb } from '../../../scripts/fuzz/engines/mariadb.ts'
import { startPostgresql } from '../../../scripts/fuzz/engines/postgresql.ts'
import { startSqlite } from '../../../scripts/fuzz/engines/sqlite.ts'
import { checkMeanings } from '../../../scripts/fuzz/meanings.ts'
import { createTally, type Tally } from '../../../scripts/fuzz/tally.ts'
import { rls } from '../../../src/server/rls/rls'
import { createRandom, randomCases, seedFromEnvironment } from '../../helpers/random'
import { sqlOf } from '../../helpers/sql-of'
import corpus from './corpus.json'

const seed = seedFromEnvironment()

/** The clauses of one run. A million on each of these engines, and slower engines, are `npm run fuzz`. */
const SUBJECTS: readonly (readonly [string, () => Engine | Promise<Engine>, number])[] = [
  ['SQLite', startSqlite, 20_000],
  ['DuckDB', startDuckdb, 20_000],
  ['PostgreSQL', startPostgresql, 4_000],
  ['MariaDB', startMariadb, 4_000],
]

describe.each(SUBJECTS)(`on %s (SEED=${seed})`, { timeout: 300_000 }, (_name, start, count) => {
  let engine: Engine
  let subject: Subject
  beforeAll(async () => {
    engine = await start()
    subject = { builder: rls(engine.database, { acceptUntested: true }), sqlOf }
  }, 300_000)
  afterAll(() => engine?.stop())

  test('hostile values stay values', async () => {
    const random = createRandom(seed)
    const tally = createTally()
    while (tally.executed < randomCases(count)) {
      if (tally.executed % 1_000 === 0) await engine.nextSettings()
      await checkBatch(engine, subject, random, 50, tally)
    }
    expectNoFailure(tally)
  })

  test('a clause about each value of the corpus lets exactly its own rows through', async () => {
    const tally = createTally()
    await checkCorpus(
      engine,
      subject,
      createRandom(seed),
      corpus,
      Math.ceil(randomCases(corpus.length)),
      tally,
    )
    expectNoFailure(tally)
  })

  test('null matches nothing, an unknown column is an error, and no alias opens a rule', async () => {
    // Each of the engine's settings. MariaDB has the most.
    for (let turn = 0; turn < 5; turn++) {
      await engine.nextSettings()
      expect(await checkMeanings(engine, subject)).toEqual([])
    }
  })
})

function expectNoFailure({ escapes, syntaxErrors, wrongRows, failures }: Tally): void {
  expect({ escapes, syntaxErrors, wrongRows }, `SEED=${seed}\n${failures.join('\n')}`).toEqual({
    escapes: 0,
    syntaxErrors: 0,
    wrongRows: 0,
  })
}
