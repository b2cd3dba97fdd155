/**
 * `npm run fuzz`: hostile values on real databases, and docs/fuzz.md. `--engine sqlite` runs only this engine, `--count 1000`
 * runs fewer clauses on each, and `--seed` repeats a run. `--table` runs nothing, and writes the document from the last run
 * of each engine.
 */

import { parseArgs } from 'node:util'
import { type BuiltClause, rls, supersetJwt } from 'guestpass/server'
import { createRandom } from '../test/helpers/random.ts'
import corpus from '../test/server/rls/corpus.json' with { type: 'json' }
import { checkBatch, type Subject } from './fuzz/check.ts'
import { checkCorpus } from './fuzz/corpus.ts'
import type { Engine, Traits } from './fuzz/engine.ts'
import { ENGINES, GRAMMARS } from './fuzz/engines.ts'
import { checkGrammar, type Grammar } from './fuzz/grammar.ts'
import { checkMeanings } from './fuzz/meanings.ts'
import { hasFailed, notRun, type Result, tableOf, writeReport } from './fuzz/report.ts'
import { readRun, saveRun } from './fuzz/runs.ts'
import { startSupersetSteps } from './fuzz/superset-steps.ts'
import { createTally, note, type Tally } from './fuzz/tally.ts'

const REWRITTEN_COUNT = 20_000
const NAMES = [...Object.keys(ENGINES), ...Object.keys(GRAMMARS)]

const issuer = supersetJwt({ url: 'http://localhost', secret: 'fuzz', audience: 'fuzz' })

const { values } = parseArgs({
  options: {
    count: { type: 'string' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    engine: { type: 'string', multiple: true, default: NAMES },
    table: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)
const atMost = Number(values.count ?? Number.POSITIVE_INFINITY)
const chosen = values.table ? [] : NAMES.filter((name) => values.engine.includes(name))

for (const name of chosen) {
  const run = { date: new Date().toISOString().slice(0, 10), seed, results: await resultsOf(name) }
  await saveRun(name, run)
  console.log(`\n${tableOf([run])}`)
  if (run.results.some(hasFailed)) process.exitCode = 1
}
const isFull = chosen.length === NAMES.length && values.count === undefined
if (values.table || isFull) await writeReport(await Promise.all(NAMES.map(readRun)))

async function resultsOf(name: string): Promise<readonly Result[]> {
  try {
    return await run(name)
  } catch (error) {
    console.error(error)
    return [notRun(name)]
  }
}

async function run(name: string): Promise<readonly Result[]> {
  const planned = ENGINES[name]
  if (planned) return await runEngine(await planned.start(), planned.count)
  const grammar = await GRAMMARS[name]?.start()
  return grammar ? [await runGrammar(grammar, GRAMMARS[name]?.count ?? 0)] : []
}

async function runEngine(engine: Engine, planned: number): Promise<readonly Result[]> {
  const count = Math.min(planned, atMost)
  try {
    return [
      await fuzz(engine, 'as built', count),
      await runCorpus(engine, Math.min(count, 3 * corpus.length)),
      await fuzzRewritten(engine, Math.min(count, REWRITTEN_COUNT)),
    ]
  } finally {
    await engine.stop()
  }
}

async function fuzz(
  engine: Engine,
  way: string,
  limit: number,
  rewrite?: Subject['rewrite'],
): Promise<Result> {
  const random = createRandom(seed)
  const tally = createTally()
  const subject = { ...subjectOf(engine), ...(rewrite && { rewrite }) }
  while (tally.executed < limit) {
    if (tally.executed % 1_000 === 0) await engine.nextSettings()
    await checkBatch(engine, subject, random, 50, tally)
    if (tally.executed % 50_000 === 0) report(engine, way, tally)
  }
  return finish(engine, way, tally)
}

/** Every setting has to give null and unknown columns the same meaning, and the same rows of the corpus. */
async function runCorpus(engine: Engine, limit: number): Promise<Result> {
  const tally = createTally()
  const random = createRandom(seed)
  const turns = 6
  for (let turn = 0; turn < turns; turn++) {
    await engine.nextSettings()
    await checkCorpus(engine, subjectOf(engine), random, corpus, Math.ceil(limit / turns), tally)
    for (const problem of await checkMeanings(engine, subjectOf(engine))) {
      tally.wrongRows++
      note(tally, problem)
    }
  }
  return finish(engine, 'over all values of the corpus', tally)
}

async function fuzzRewritten(engine: Engine, limit: number): Promise<Result> {
  const superset = await startSupersetSteps(engine.database)
  try {
    return await fuzz(engine, 'as Superset rewrites it', limit, superset.rewrite)
  } finally {
    await superset.stop()
  }
}

async function runGrammar(grammar: Grammar, planned: number): Promise<Result> {
  const tally = createTally()
  const count = Math.min(planned, atMost)
  try {
    await checkGrammar(grammar, subjectOf(grammar), createRandom(seed), count, tally)
  } finally {
    await grammar.stop()
  }
  return finish(grammar, 'read, not run', tally)
}

type Named = Traits & Pick<Engine, 'name' | 'version'>

function subjectOf({ database, datasets }: Traits): Subject {
  return {
    builder: rls(database, { acceptUntested: true }),
    sqlOf(clause: BuiltClause) {
      const rule = datasets ? { clause, datasets } : { clause }
      // What the package itself puts into a token.
      const { rls: rules } = issuer.parseGrant({ viewer: 'fuzz', dashboards: ['d'], rls: [rule] })
      return rules === 'all-rows' ? '' : String(rules[0].clause)
    },
  }
}

function report({ name, version }: Named, way: string, tally: Tally): void {
  const { executed, escapes, syntaxErrors, wrongRows } = tally
  console.log(
    `${name} ${version}, ${way}: ${executed} executed, ${escapes} escapes, ${syntaxErrors} syntax errors, ${wrongRows} wrong rows`,
  )
}

function finish(subject: Named, way: string, tally: Tally): Result {
  report(subject, way, tally)
  for (const failure of tally.failures) console.log(`  ${failure}`)
  const { name, version, database } = subject
  return { engine: `${name} ${version}`, database, way, tally }
}
