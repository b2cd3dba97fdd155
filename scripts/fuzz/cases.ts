import type { BuiltClause, RlsBuilder, RlsColumn } from 'guestpass/server'
import type { Row, Traits } from './engine.ts'
import { hostileBigint, hostileDate, hostileNumber, hostileText, type Random } from './hostile.ts'

/** A clause around a hostile value, and the rows it has to match: no more, no fewer. */
export interface Case {
  readonly clause: BuiltClause
  readonly matches: (row: Row) => boolean
}

/** A row about which a case can be made: its text is not null. */
export type TextRow = Row & { readonly v: string }

/**
 * Makes a row for every case, and one case about each row's own value, half of them about equality. Every clause is
 * limited to tenant 1. If it ever matches the canary, of tenant 2, a value has changed the meaning of the clause.
 */
export function makeRows(random: Random, count: number, { admitted }: Traits): readonly TextRow[] {
  const rows = Array.from(
    { length: count },
    (_, id): TextRow => ({
      id,
      tenant: 1,
      v: admitted(hostileText(random)),
      n: hostileNumber(random),
      big: hostileBigint(random),
      made_at: hostileDate(random),
      flag: random.pick([true, false, null]),
    }),
  )
  return [...rows, { id: count, tenant: 2, v: 'canary', n: 0, big: 0n, made_at: new Date(0), flag: null }]
}

export function makeCase(
  random: Random,
  sql: RlsBuilder,
  row: TextRow,
  rows: readonly TextRow[],
  traits: Traits,
): Case {
  const { clause, matches } = condition(random, sql, row, rows, traits)
  return {
    clause: sql.and(sql.eq('tenant', 1), clause),
    matches: (other) => other.tenant === 1 && matches(other),
  }
}

/** About the row's text in every case: equality in half of them, and numbers, dates and booleans beside it in a few. */
function condition(
  random: Random,
  sql: RlsBuilder,
  row: TextRow,
  rows: readonly TextRow[],
  traits: Traits,
): Case {
  const { v } = row
  const equal: Case = { clause: sql.eq('v', v), matches: (other) => other.v === v }
  const kind = random.below(8)
  if (kind < 4) return equal
  if (kind < 6) return comparison(random, sql, v, random.pick(rows).v, traits)
  if (kind < 7) return likeCase(random, sql, v, traits) ?? equal
  // About another row, because the equality matches the clause's own row already.
  const beside = typed(random, sql, random.pick(rows), random.pick(rows))
  return {
    clause: sql.or(equal.clause, beside.clause),
    matches: (other) => equal.matches(other) || beside.matches(other),
  }
}

function comparison(random: Random, sql: RlsBuilder, v: string, other: string, traits: Traits): Case {
  const list: readonly (string | null)[] = [v, other]
  const isListed: Case['matches'] = (row) => list.includes(row.v)
  const column = columnWithTable('v', traits)
  return random.pick<() => Case>([
    () => ({ clause: sql.ne('v', v), matches: (row) => row.v !== v }),
    () => ({ clause: sql.lt('v', v), matches: (row) => ordered(row, v) < 0 }),
    () => ({ clause: sql.gte('v', v), matches: (row) => ordered(row, v) >= 0 }),
    () => ({
      clause: sql.between('v', v, other),
      matches: (row) => ordered(row, v) >= 0 && ordered(row, other) <= 0,
    }),
    () => ({ clause: sql.oneOf('v', list), matches: isListed }),
    () => ({ clause: sql.oneOf('v', [null, ...list]), matches: isListed }),
    () => ({ clause: sql.not(sql.oneOf(column, list)), matches: (row) => !isListed(row) }),
    () => ({ clause: sql.or(sql.eq('v', v), sql.eq(column, other)), matches: isListed }),
  ])()
}

function columnWithTable(name: string, { datasets }: Traits): RlsColumn {
  return datasets ? name : ['t', name]
}

function typed(random: Random, sql: RlsBuilder, row: Row, other: Row): Case {
  const { n, big, made_at: madeAt, flag } = row
  const list = [big, other.big]
  return random.pick<() => Case>([
    () => ({ clause: sql.eq('n', n), matches: (row) => row.n === n }),
    () => ({ clause: sql.lte('n', n), matches: (row) => row.n <= n }),
    () => ({ clause: sql.eq('big', big), matches: (row) => row.big === big }),
    () => ({ clause: sql.gt('big', big), matches: (row) => row.big > big }),
    () => ({ clause: sql.oneOf('big', list), matches: (row) => list.includes(row.big) }),
    () => ({ clause: sql.eq('made_at', madeAt), matches: (row) => Number(row.made_at) === Number(madeAt) }),
    () => ({ clause: sql.lt('made_at', madeAt), matches: (row) => row.made_at < madeAt }),
    () => ({ clause: sql.not(sql.isTrue('flag')), matches: (row) => row.flag === false }),
    () => ({ clause: sql.eq('flag', flag), matches: (row) => flag !== null && row.flag === flag }),
    () => ({ clause: sql.isNull('flag'), matches: (row) => row.flag === null }),
  ])()
}

/** About a part of the row's own text; nothing if the builder has to refuse it. */
export function likeCase(
  random: Random,
  sql: RlsBuilder,
  v: string,
  { likeReads }: Traits,
): Case | undefined {
  const characters = Array.from(v)
  const from = random.below(characters.length)
  const part = characters.slice(from, from + 1 + random.below(8)).join('')
  const end = characters.slice(from).join('')
  const read = ({ v: text }: Row) => likeReads(text ?? '')
  try {
    return random.pick<() => Case>([
      () => ({
        clause: sql.like('v', { contains: part }),
        matches: (row) => read(row).includes(likeReads(part)),
      }),
      () => ({
        clause: sql.like('v', { startsWith: v }),
        matches: (row) => read(row).startsWith(likeReads(v)),
      }),
      () => ({
        clause: sql.like('v', { endsWith: end }),
        matches: (row) => read(row).endsWith(likeReads(end)),
      }),
    ])()
  } catch (error) {
    if (Object(error).code === 'grant-invalid') return undefined
    throw error
  }
}

/** By code point, as the bytes of UTF-8 are ordered. */
function ordered({ v }: Row, other: string): number {
  return Buffer.compare(Buffer.from(v ?? ''), Buffer.from(other))
}
