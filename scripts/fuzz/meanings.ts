import type { BuiltClause, RlsBuilder } from 'guestpass/server'
import type { Subject } from './check.ts'
import type { Engine, Row } from './engine.ts'

const rowOf = (id: number, v: string | null, flag: boolean | null): Row => ({
  id,
  tenant: 1,
  v,
  n: id,
  big: BigInt(id),
  made_at: new Date(0),
  flag,
})
const ROWS = [rowOf(0, 'acme', true), rowOf(1, 'globex', false), rowOf(2, null, null)]

type Meaning = readonly [build: (sql: RlsBuilder) => BuiltClause, ids: readonly number[] | 'an error']

/** What every engine has to make of null, and of a column that does not exist. */
const MEANINGS: readonly Meaning[] = [
  [({ eq }) => eq('v', 'acme'), [0]],
  [({ ne }) => ne('v', 'acme'), [1]],
  [({ not, eq }) => not(eq('v', 'acme')), [1]],
  [({ eq }) => eq('v', null), []],
  [({ not, eq }) => not(eq('v', null)), []],
  [({ ne }) => ne('v', null), []],
  [({ not, ne }) => not(ne('v', null)), []],
  [({ not, lt }) => not(lt('v', null)), []],
  [({ not, gte }) => not(gte('v', null)), []],
  [({ oneOf }) => oneOf('v', []), []],
  [({ not, oneOf }) => not(oneOf('v', [])), [0, 1, 2]],
  [({ oneOf }) => oneOf('v', [null]), []],
  [({ not, oneOf }) => not(oneOf('v', [null])), []],
  [({ oneOf }) => oneOf('v', ['acme', null]), [0]],
  [({ not, oneOf }) => not(oneOf('v', ['acme', null])), []],
  [({ not, oneOf }) => not(oneOf('v', ['acme', 'x'])), [1]],
  [({ not, between }) => not(between('v', 'a', 'b')), [1]],
  [({ not, like }) => not(like('v', { startsWith: 'ac' })), [1]],
  [({ not, like }) => not(like('v', { endsWith: 'me' })), [1]],
  [({ not, like }) => not(like('v', { contains: 'cm' })), [1]],
  [({ isNull }) => isNull('v'), [2]],
  [({ not, isNull }) => not(isNull('v')), [0, 1]],
  [({ isTrue }) => isTrue('flag'), [0]],
  [({ not, isTrue }) => not(isTrue('flag')), [1]],
  [({ eq }) => eq('flag', false), [1]],
  [({ or }) => or(), []],
  [({ ne }) => ne('nosuch', 'x'), 'an error'],
  [({ eq }) => eq('nosuch', 'nosuch'), 'an error'],
  [({ not, eq }) => not(eq('nosuch', 'x')), 'an error'],
  [({ gt }) => gt('nosuch', ''), 'an error'],
  [({ not, oneOf }) => not(oneOf('nosuch', ['x'])), 'an error'],
  [({ not, like }) => not(like('nosuch', { contains: 'x' })), 'an error'],
  [({ like }) => like('nosuch', { startsWith: 'nosuch' }), 'an error'],
  [({ not, isNull }) => not(isNull('nosuch')), 'an error'],
  [({ not, isTrue }) => not(isTrue('nosuch')), 'an error'],
]

/** Parts that a chart, or the query of a guest, can put beside the rule. None of them may open the rule. */
const ALIASES = [`'acme' AS v`, `'acme' AS "v"`]

/** What is wrong, in words; empty if the engine means what the builder promises. */
export async function checkMeanings(engine: Engine, { builder, sqlOf }: Subject): Promise<readonly string[]> {
  await engine.fill(ROWS)
  const problems: string[] = []
  for (const [build, wanted] of MEANINGS) {
    const sql = sqlOf(build(builder))
    const ids = await idsOf(engine, `SELECT id FROM t WHERE (${sql})`)
    if (String(ids) !== String(wanted)) problems.push(`${sql} matches ${ids}, not ${wanted}`)
  }
  const rule = sqlOf(builder.eq('v', 'acme'))
  for (const alias of [...ALIASES, ...(engine.aliases ?? [])]) {
    const ids = await idsOf(engine, `SELECT id, ${alias} FROM t WHERE (${rule})`)
    if (ids !== 'an error' && String(ids) !== '0') problems.push(`${alias} lets ${ids} through ${rule}`)
  }
  return problems
}

async function idsOf(engine: Engine, sql: string): Promise<readonly number[] | 'an error'> {
  try {
    const rows = await engine.query(sql)
    return rows.map(([id]) => Number(id)).sort((one, other) => one - other)
  } catch {
    return 'an error'
  }
}
