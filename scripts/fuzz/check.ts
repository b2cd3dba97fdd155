import type { BuiltClause, RlsBuilder } from 'guestpass/server'
import { type Case, makeCase, makeRows } from './cases.ts'
import type { Engine, Row } from './engine.ts'
import type { Random } from './hostile.ts'

export interface Subject {
  readonly builder: RlsBuilder
  readonly sqlOf: (clause: BuiltClause) => string
  /** What happens to the clauses before they run: nothing, or what Superset does. */
  readonly rewrite?: (clauses: readonly string[]) => Promise<readonly string[]>
}

export interface Tally {
  /** Clauses that were executed. */
  executed: number
  /** Clauses that matched a row of another tenant. */
  escapes: number
  /** Clauses that the database could not read. */
  syntaxErrors: number
  /** Clauses that matched other rows of the tenant than they should. */
  wrongRows: number
  /** The first few that failed. */
  readonly failures: string[]
}

export function createTally(): Tally {
  return { executed: 0, escapes: 0, syntaxErrors: 0, wrongRows: 0, failures: [] }
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
  const found = await matchesOf(engine, clauses, tally)
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

/**
 * The ids that each clause matches; `undefined` for one that the database cannot read. The clauses are columns of one
 * statement, for speed, and the first one is a WHERE as well.
 */
async function matchesOf(
  engine: Engine,
  clauses: readonly string[],
  tally: Tally,
): Promise<readonly (readonly number[] | undefined)[]> {
  try {
    const rows = await engine.query(`SELECT id, ${clauses.map((clause) => `(${clause})`).join(', ')} FROM t`)
    const ids = clauses.map((_, index) => rows.filter((row) => row[index + 1]).map(([id]) => Number(id)))
    const kept = (await engine.query(`SELECT id FROM t WHERE (${clauses[0]})`)).map(([id]) => Number(id))
    return [kept.length === ids[0]?.length ? ids[0] : kept, ...ids.slice(1)]
  } catch (error) {
    if (clauses.length === 1) {
      tally.syntaxErrors++
      note(tally, `${error instanceof Error ? error.message : error}: ${clauses[0]}`)
      return [undefined]
    }
    const half = clauses.length >> 1
    const first = await matchesOf(engine, clauses.slice(0, half), tally)
    return [...first, ...(await matchesOf(engine, clauses.slice(half), tally))]
  }
}

export function note({ failures }: Tally, failure: string): void {
  if (failures.length < 10) failures.push(failure)
}
