import type { RlsBuilder } from 'guestpass/server'
import { makeCase, makeRows } from './cases.ts'
import type { Subject } from './check.ts'
import type { Traits } from './engine.ts'
import type { Random } from './hostile.ts'
import { note, type Tally } from './tally.ts'

/** The grammar of an engine, without the engine. */
export interface Grammar extends Traits {
  readonly name: string
  readonly version: string
  /** The texts between single quotes as the grammar reads them. Rejects if it cannot read the query. */
  literalsOf(sql: string): Promise<readonly string[]>
  stop(): Promise<void>
}

const BATCH = 50

/** Reads `count` clauses: the grammar has to know each, and to find the literals that the clause contains. */
export async function checkGrammar(
  grammar: Grammar,
  { builder, sqlOf }: Subject,
  random: Random,
  count: number,
  tally: Tally,
): Promise<void> {
  for (let start = 0; start < count; start += BATCH) {
    for (const sql of clausesOf(grammar, builder, random).map(sqlOf)) {
      await checkClause(grammar, sql, tally)
    }
    tally.executed += BATCH
  }
}

function clausesOf(grammar: Grammar, builder: RlsBuilder, random: Random) {
  const rows = makeRows(random, BATCH, grammar)
  return rows.slice(0, BATCH).map((row) => makeCase(random, builder, row, rows, grammar).clause)
}

async function checkClause(grammar: Grammar, sql: string, tally: Tally): Promise<void> {
  try {
    const literals = await grammar.literalsOf(`SELECT id FROM t WHERE (${sql})`)
    if (String(literals) === String(sql.match(/'[^']*'/g) ?? [])) return
    tally.escapes++
    note(tally, `is read with the literals ${literals}: ${sql}`)
  } catch (error) {
    tally.syntaxErrors++
    note(tally, `${error instanceof Error ? error.message : error}: ${sql}`)
  }
}
