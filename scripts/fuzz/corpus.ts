import type { RlsBuilder } from 'guestpass/server'
import { type Case, likeCase, type TextRow } from './cases.ts'
import type { Subject } from './check.ts'
import type { Engine } from './engine.ts'
import type { Random } from './hostile.ts'
import { readEach } from './read-each.ts'
import { note, type Tally } from './tally.ts'

/** Clauses of one statement. */
const BATCH = 25

/**
 * Runs `count` clauses over a table of all values at once. Each row has a random weight, and the sum of the weights that
 * a clause lets through is compared with the sum that it should let through, so that any wrong row shows.
 */
export async function checkCorpus(
  engine: Engine,
  { builder, sqlOf }: Subject,
  random: Random,
  values: readonly string[],
  count: number,
  tally: Tally,
): Promise<void> {
  const rows = rowsOf(engine, builder, values, random)
  await engine.fill(rows)
  for (let start = 0; start < count; start += BATCH) {
    const length = Math.min(BATCH, count - start)
    const cases = Array.from({ length }, (_, index) => {
      const row = rows[(start + index) % rows.length] ?? random.pick(rows)
      return caseOf(random, builder, row.v, random.pick(rows).v, engine)
    })
    const clauses = cases.map(({ clause }) => sqlOf(clause))
    const sums = await readEach(clauses, (all) => sumsOf(engine, all), tally)
    for (const [index, { matches }] of cases.entries()) {
      const wanted = rows.reduce((sum, row) => (matches(row) ? sum + row.big : sum), 0n)
      const sum = sums[index]
      if (sum === undefined || sum === wanted) continue
      tally.wrongRows++
      note(tally, `weighs ${sum}, not ${wanted}: ${clauses[index]}`)
    }
    tally.executed += length
  }
}

/** One row for each value that the builder does not refuse. */
function rowsOf(
  { admitted }: Engine,
  { eq }: RlsBuilder,
  values: readonly string[],
  random: Random,
): readonly TextRow[] {
  const texts = [...new Set(values.map(admitted))].filter((value) => {
    try {
      return Boolean(eq('v', value))
    } catch {
      return false
    }
  })
  return texts.map((v, id) => ({
    id,
    tenant: 1,
    v,
    n: 0,
    big: BigInt(1 + random.below(2 ** 40)),
    made_at: new Date(0),
    flag: null,
  }))
}

function caseOf(random: Random, sql: RlsBuilder, v: string, other: string, engine: Engine): Case {
  const equal: Case = { clause: sql.eq('v', v), matches: (row) => row.v === v }
  const like = () => likeCase(random, sql, v, engine) ?? equal
  return random.pick<() => Case>([
    () => equal,
    () => ({ clause: sql.ne('v', v), matches: (row) => row.v !== v }),
    () => ({ clause: sql.oneOf('v', [v, null, other]), matches: (row) => row.v === v || row.v === other }),
    () => ({ clause: sql.not(equal.clause), matches: (row) => row.v !== v }),
    like,
    like,
    () => {
      const { clause, matches } = like()
      return { clause: sql.not(clause), matches: (row) => !matches(row) }
    },
    () => ({
      clause: sql.or(sql.and(sql.eq('v', v), sql.eq('tenant', 1)), sql.not(sql.ne('v', other))),
      matches: (row) => row.v === v || row.v === other,
    }),
  ])()
}

/** The weights that each clause lets through. */
async function sumsOf(engine: Engine, clauses: readonly string[]): Promise<readonly bigint[]> {
  const sums = clauses.map((clause) => `SUM(CASE WHEN (${clause}) THEN big ELSE 0 END)`)
  const [row = []] = await engine.query(`SELECT ${sums.join(', ')} FROM t`)
  return row.map((sum) => BigInt(String(sum)))
}
