import { describe, expect, test } from 'vitest'
import { hostileText } from '../../../scripts/fuzz/hostile.ts'
import { BuiltClause } from '../../../src/server/rls/built-clause'
import { DATABASES, type RlsDatabase } from '../../../src/server/rls/databases'
import { type RlsBuilder, rls } from '../../../src/server/rls/rls'
import { createRandom, randomCases, seedFromEnvironment } from '../../helpers/random'
import corpus from './corpus.json'

/*
 * No engine is needed for these: a clause is taken apart without the code that made it. Nothing of a value may be outside
 * of a literal, each literal contains only characters that mean nothing to any reader, and it decodes to the value.
 */

const seed = seedFromEnvironment()
const random = createRandom(seed)
const generated = Array.from({ length: randomCases(5_000) }, () => hostileText(random))
const values: readonly string[] = [...corpus, ...generated]

/** How a clause of each database spells a text that is not plain, and what the spelling means. */
const SPELLINGS: Readonly<Record<string, Spelling>> = {
  postgresql: utf8("convert_from(decode('#', 'hex'), 'UTF8')"),
  mysql: utf8("_utf8mb4 X'#'"),
  sqlite: {
    tokens: tokensOf(String.raw`\(*char\([\d, ]+\)(?:\)* \|\| \(*char\([\d, ]+\))*\)*`),
    decode: (sql) => String.fromCodePoint(...[...sql.matchAll(/\d+/g)].map(([digits]) => Number(digits))),
  },
  duckdb: utf8("decode(unhex('#'))"),
  bigquery: utf8("CAST(FROM_HEX('#') AS STRING)"),
  spark: utf8("CAST(UNHEX('#') AS STRING)"),
  hive: utf8("CAST(UNHEX('#') AS STRING)"),
  clickhousedb: utf8("unhex('#')"),
  trino: utf8("FROM_UTF8(FROM_HEX('#'))"),
  snowflake: utf8("HEX_DECODE_STRING('#')"),
  redshift: utf8("FROM_VARBYTE(FROM_HEX('#'), 'utf8')"),
  oracle: {
    tokens: tokensOf(String.raw`UNISTR\('(?:[A-Za-z0-9]|\\[0-9a-f]{4})*'\)`),
    decode: (sql) =>
      sql
        .slice("UNISTR('".length, -2)
        .replace(/\\([0-9a-f]{4})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16))),
  },
  mssql: {
    tokens: tokensOf(String.raw`CAST\(0x[0-9a-f]* AS NVARCHAR\((?:4000|MAX)\)\)`),
    decode: (sql) => Buffer.from(/0x([0-9a-f]*)/.exec(sql)?.[1] ?? '', 'hex').toString('utf16le'),
  },
}

interface Spelling {
  /** A spelled text, a literal, or a name between quotes. */
  readonly tokens: RegExp
  readonly decode: (sql: string) => string
}

function tokensOf(spelled: string): RegExp {
  return new RegExp(`${spelled}|'[^']*'|"[^"']*"|\`[^\`']*\`|\\[[^\\]']*\\]`, 'g')
}

function utf8(form: string): Spelling {
  const source = form.split('#').map((part) => part.replace(/[().]/g, '\\$&'))
  return {
    tokens: tokensOf(source.join('[0-9a-f]*')),
    decode: (sql) => {
      const start = form.indexOf('#')
      return Buffer.from(sql.slice(start, sql.length - (form.length - start - 1)), 'hex').toString('utf8')
    },
  }
}

/** One name for each record. */
const names = Object.keys(SPELLINGS) as readonly RlsDatabase[]

/** Those whose connection always uses UTF-8 have the letters of every language in their literals. */
const WITH_LETTERS: readonly RlsDatabase[] = ['postgresql', 'sqlite', 'duckdb']
const ASCII = /^(?:[A-Za-z0-9 .,@+=()&/]|_(?!_)|-(?!-)|(?<=[A-Za-z0-9]):)*$/
const LETTERS = /^(?:[\p{L}\p{M}\p{N} .,@+=()&/]|_(?!_)|-(?!-)|(?<=[A-Za-z0-9]):)*$/u

test('every database has the record of one of these', () => {
  const records = new Set(names.map((name) => DATABASES[name].dialect))
  expect(Object.values(DATABASES).filter(({ dialect }) => !records.has(dialect))).toEqual([])
  expect(records.size).toBe(names.length)
})

/** Each operator around a value, the texts that its literals mean, and the clause with `?` in place of each text. */
interface Form {
  readonly build: (sql: RlsBuilder, value: string) => BuiltClause
  readonly means: (value: string, name: RlsDatabase) => readonly string[]
  readonly isLike?: 'startsWith' | 'endsWith' | 'contains'
}

const once = (value: string) => [value]
const FORMS: Readonly<Record<string, Form>> = {
  eq: { build: (sql, value) => sql.eq('org', value), means: once },
  'ne, lt, lte, gt and gte': {
    build: (sql, value) => {
      const { ne, lt, lte, gt, gte } = sql
      return sql.and(...[ne, lt, lte, gt, gte].map((compare) => compare('org', value)))
    },
    means: (value) => Array.from({ length: 5 }, () => value),
  },
  between: { build: (sql, value) => sql.between('org', value, 'zz'), means: (value) => [value, 'zz'] },
  oneOf: {
    build: (sql, value) => sql.oneOf('org', [value, 'b', value]),
    means: (value) => [value, 'b', value],
  },
  'and, or and not': {
    build: (sql, value) => sql.and(sql.not(sql.or(sql.eq('org', value), sql.isNull('org'))), sql.isTrue('a')),
    means: (value) => [value],
  },
  startsWith: like('startsWith'),
  endsWith: like('endsWith'),
  contains: like('contains'),
}

function like(place: 'startsWith' | 'endsWith' | 'contains'): Form {
  return {
    isLike: place,
    build: (sql, value) => sql.like('org', { [place]: value } as { contains: string }),
    means: (value, name) => {
      if (CALLS.includes(name)) return [value]
      if (name === 'hive') return [place === 'endsWith' ? `%${value}` : value]
      const escaped = value.replace(name === 'mssql' ? /[!%_[]/g : /[!%_]/g, '!$&')
      const pattern = `${place === 'startsWith' ? '' : '%'}${escaped}${place === 'endsWith' ? '' : '%'}`
      return [pattern, '!']
    },
  }
}

const CALLS: readonly RlsDatabase[] = ['bigquery', 'spark', 'clickhousedb']

/** What a database cannot write, or would misread: these are refused, and nothing else is. */
function isRefused(
  value: string,
  name: RlsDatabase,
  isLike: Form['isLike'],
  meant: readonly string[],
): boolean {
  if (/\p{Surrogate}/u.test(value)) return true
  if (isLike && value === '') return true
  if (['postgresql', 'redshift'].includes(name) && value.includes('\0')) return true
  if (['mssql', 'redshift'].includes(name) && value.endsWith(' ')) return true
  if (name === 'sqlite' && isLike && value.includes('\0')) return true
  if (name === 'hive' && isLike === 'endsWith' && /[\\%_]/.test(value)) return true
  const longest = name === 'oracle' ? 800 : name === 'sqlite' ? 3_000 : Number.POSITIVE_INFINITY
  return meant.some((text) => text.length > longest && !isPlain(text, name))
}

/** Whether a text stays a literal; the wildcard of a plain prefix does. */
function isPlain(text: string, name: RlsDatabase): boolean {
  return (WITH_LETTERS.includes(name) ? LETTERS : ASCII).test(text.replace(/%$/, ''))
}

/** The clause without its names and texts, and the texts: decoded, where they are spelled. */
function takeApart(sql: string, name: RlsDatabase): { readonly skeleton: string; readonly texts: string[] } {
  const { tokens, decode } = SPELLINGS[name] ?? utf8("'#'")
  const texts: string[] = []
  const skeleton = sql.replace(tokens, (token) => {
    if (/^["`[]/.test(token)) return 'NAME'
    texts.push(token.startsWith("'") ? checkedLiteral(token.slice(1, -1), name) : decode(token))
    return '?'
  })
  return { skeleton, texts }
}

function checkedLiteral(content: string, name: RlsDatabase): string {
  if (isPlain(content, name) || content === '!') return content
  throw new Error(`a literal contains ${shown(content)}`)
}

/** The clause, or `undefined` for a value that is refused. */
function attempt(build: () => BuiltClause): BuiltClause | undefined {
  try {
    return build()
  } catch (error) {
    expect(error).toMatchObject({ code: 'grant-invalid' })
    return undefined
  }
}

/** The beginning of a value, for an error that a person can read. */
const shown = (value: unknown) => `SEED=${seed} ${JSON.stringify(value).slice(0, 200)}`

const sqlOf = (clause: BuiltClause) => BuiltClause.read(clause)?.sql ?? ''

describe.each(names)(`on %s (SEED=${seed})`, (name) => {
  const sql = rls(name, { acceptUntested: true })

  test.each(Object.keys(FORMS))('%s leaves nothing of a value outside of a literal', (operator) => {
    const form = FORMS[operator] ?? FORMS['eq']
    if (!form) return
    const skeletons = new Set(
      ['acme', "O'B"].map((value) => takeApart(sqlOf(form.build(sql, value)), name).skeleton),
    )
    let refused = 0
    for (const value of values) {
      const meant = form.means(value, name)
      const clause = attempt(() => form.build(sql, value))
      if (isRefused(value, name, form.isLike, meant) !== (clause === undefined)) {
        throw new Error(`${clause ? 'took' : 'refused'} ${shown(value)}`)
      }
      if (clause === undefined) refused++
      else {
        const { skeleton, texts } = takeApart(sqlOf(clause), name)
        const isRight = skeletons.has(skeleton) && texts.join('\0,') === meant.join('\0,')
        if (!isRight) throw new Error(`${shown(value)} became ${skeleton} with ${shown(texts)}`)
      }
    }
    expect(refused).toBeGreaterThan(0)
    expect(refused).toBeLessThan(values.length / 2)
  })
})
