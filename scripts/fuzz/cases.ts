import type { BuiltClause, RlsBuilder } from 'guestpass/server'
import type { Engine, Row } from './engine.ts'
import { hostileBigint, hostileDate, hostileNumber, hostileText, type Random } from './hostile.ts'

/** A clause around a hostile value, and the rows it has to match: no more, no fewer. */
export interface Case {
  readonly clause: BuiltClause
  readonly matches: (row: Row) => boolean
}

/**
 * Makes a row for every case, and one case about each row's own value, half of them about equality. Every clause is
 * held to tenant 1: if it ever matches the canary, of tenant 2, a value has changed what the clause says.
 */
export function makeRows(random: Random, count: number, { admitted }: Engine): readonly Row[] {
  const rows = Array.from(
    { length: count },
    (_, id): Row => ({
      id,
      tenant: 1,
      v: admitted(hostileText(random)),
      n: hostileNumber(random),
      big: hostileBigint(random),
      made_at: hostileDate(random),
      flag: random.pick([true, false, null]),
    }),
  )
  const canary: Row = { id: count, tenant: 2, v: 'canary', n: 0, big: 0n, made_at: new Date(0), flag: null }
  return [...rows, canary]
}

export function makeCase(
  random: Random,
  sql: RlsBuilder,
  row: Row,
  rows: readonly Row[],
  engine: Engine,
): Case {
  const { clause, matches } = condition(random, sql, row, rows, engine)
  return {
    clause: sql.and(sql.eq('tenant', 1), clause),
    matches: (one) => one.tenant === 1 && matches(one),
  }
}

/** About the row's text in every case: equality in half of them, and numbers, dates and booleans beside it in a few. */
function condition(
  random: Random,
  sql: RlsBuilder,
  row: Row,
  rows: readonly Row[],
  { likeReads }: Engine,
): Case {
  const { v } = row
  const equal: Case = { clause: sql.eq('v', v), matches: (one) => one.v === v }
  const kind = random.below(8)
  if (kind < 4) return equal
  if (kind < 6) return comparison(random, sql, v, random.pick(rows).v)
  if (kind < 7) return like(random, sql, v, likeReads) ?? equal
  const beside = typed(random, sql, row, random.pick(rows))
  return {
    clause: sql.or(equal.clause, beside.clause),
    matches: (one) => equal.matches(one) || beside.matches(one),
  }
}

function comparison(random: Random, sql: RlsBuilder, v: string, other: string): Case {
  const list = [v, other]
  return random.pick<() => Case>([
    () => ({ clause: sql.ne('v', v), matches: (one) => one.v !== v }),
    () => ({ clause: sql.lt('v', v), matches: (one) => ordered(one.v, v) < 0 }),
    () => ({ clause: sql.gte('v', v), matches: (one) => ordered(one.v, v) >= 0 }),
    () => ({
      clause: sql.between('v', v, other),
      matches: (one) => ordered(one.v, v) >= 0 && ordered(one.v, other) <= 0,
    }),
    () => ({ clause: sql.oneOf('v', list), matches: (one) => list.includes(one.v) }),
    () => ({ clause: sql.not(sql.oneOf('t.v', list)), matches: (one) => !list.includes(one.v) }),
    () => ({
      clause: sql.or(sql.eq('v', v), sql.eq(['t', 'v'], other)),
      matches: (one) => list.includes(one.v),
    }),
  ])()
}

function typed(random: Random, sql: RlsBuilder, row: Row, other: Row): Case {
  const { n, big, made_at: madeAt, flag } = row
  const list = [big, other.big]
  return random.pick<() => Case>([
    () => ({ clause: sql.eq('n', n), matches: (one) => one.n === n }),
    () => ({ clause: sql.lte('n', n), matches: (one) => one.n <= n }),
    () => ({ clause: sql.eq('big', big), matches: (one) => one.big === big }),
    () => ({ clause: sql.gt('big', big), matches: (one) => one.big > big }),
    () => ({ clause: sql.oneOf('big', list), matches: (one) => list.includes(one.big) }),
    () => ({ clause: sql.eq('made_at', madeAt), matches: (one) => Number(one.made_at) === Number(madeAt) }),
    () => ({ clause: sql.lt('made_at', madeAt), matches: (one) => one.made_at < madeAt }),
    () => ({ clause: sql.not(sql.isTrue('flag')), matches: (one) => one.flag === false }),
    () => ({ clause: sql.eq('flag', flag), matches: (one) => flag !== null && one.flag === flag }),
    () => ({ clause: sql.isNull('flag'), matches: (one) => one.flag === null }),
  ])()
}

/** A part of the row's own text; nothing where the builder has to refuse it. */
function like(random: Random, sql: RlsBuilder, v: string, reads: Engine['likeReads']): Case | undefined {
  const characters = Array.from(v)
  const from = random.below(characters.length)
  const part = characters.slice(from, from + 1 + random.below(8)).join('')
  const whole = characters.slice(from).join('')
  try {
    return random.pick<() => Case>([
      () => ({ clause: sql.like('v', { contains: part }), matches: (one) => reads(one.v).includes(part) }),
      () => ({ clause: sql.like('v', { startsWith: v }), matches: (one) => reads(one.v).startsWith(v) }),
      () => ({ clause: sql.like('v', { endsWith: whole }), matches: (one) => reads(one.v).endsWith(whole) }),
    ])()
  } catch (error) {
    if (Object(error).code === 'grant-invalid') return undefined
    throw error
  }
}

/** By code point, as the bytes of UTF-8 are ordered. */
function ordered(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
