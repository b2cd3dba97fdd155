import type { BuiltClause, RlsBuilder } from 'guestpass/server'
import { type Case, makeCase, makeRows } from './cases.ts'
import type { Engine, Row } from './engine.ts'
import type { Random } from './hostile.ts'
import { readEach } from './read-each.ts'
import { note, type Tally } from './tally.ts'

export interface Subject {
  readonly builder: RlsBuilder
  readonly sqlOf: (clause: BuiltClause) => string
  /** What happens to the clauses before they run: nothing, or what Superset does. */
  readonly rewrite?: (clauses: readonly string[]) => Promise<readonly string[]>
}

/** Runs `count` clauses over `count` rows and the canary, in one statement where none of them fails. */
export async function checkBatch(
  engine: Engine,
  { builder, sqlOf, rewrite }: Subject,
  random: Random,
  count: number,
  tally: Tally,
): Promise<void> {
  const rows = makeRows(random, count, engine)
  await engine.fill(rows)
  const cases = rows.slice(0, count).map((row) => makeCase(random, builder, row, rows, engine))
  const written = cases.map(({ clause }) => sqlOf(clause))
  const clauses = rewrite ? await rewrite(written) : written
  const found = await readEach(clauses, (all) => matchesOf(engine, all), tally)
  for (const [index, ids] of found.entries()) {
    if (ids) judge(cases[index], rows, ids, clauses[index], tally)
  }
  tally.executed += count
}

function judge(
  expected: Case | undefined,
  rows: readonly Row[],
  ids: readonly number[],
  sql: string | undefined,
  tally: Tally,
): void {
  const wanted = rows.filter((row) => expected?.matches(row)).map(({ id }) => id)
  if (ids.length === wanted.length && wanted.every((id) => ids.includes(id))) return
  if (ids.includes(rows.length - 1)) tally.escapes++
  else tally.wrongRows++
  note(tally, `matched ${ids.length} rows, not ${wanted.length}: ${sql}`)
}

/** Returns the ids that each clause matches. The clauses are columns of one statement; the first is also its WHERE. */
async function matchesOf(
  engine: Engine,
  clauses: readonly string[],
): Promise<readonly (readonly number[])[]> {
  const rows = await engine.query(`SELECT id, ${clauses.map((clause) => `(${clause})`).join(', ')} FROM t`)
  const [first = [], ...others] = clauses.map((_, index) =>
    rows.filter((row) => row[index + 1]).map(([id]) => Number(id)),
  )
  const kept = (await engine.query(`SELECT id FROM t WHERE (${clauses[0]})`)).map(([id]) => Number(id))
  return [kept.length === first.length ? first : kept, ...others]
}
