import type { createRandom } from '../../test/helpers/random.ts'

export type Random = ReturnType<typeof createRandom>

/** Texts that a reader of a clause, such as a parser or a driver, can interpret as more than a value. */
const PIECES = [
  // SQL
  "'",
  "''",
  '"',
  '`',
  '\\',
  "\\'",
  '\\"',
  '--',
  '-- ',
  '#',
  '/*',
  '*/',
  '/*!',
  ';',
  '(',
  ')',
  '()',
  ',',
  '=',
  '<',
  '>',
  '|',
  '||',
  "' OR 1=1 --",
  "') OR (1=1",
  '1=1) OR (1=1',
  "\\' OR 1=1 -- ",
  "'; DROP TABLE t; --",
  "' UNION SELECT 1, 2 --",
  '$$',
  '$a$',
  '$1',
  '?',
  '@@version',
  "E'",
  "X'",
  "U&'",
  '0x27',
  'CHAR(39)',
  'chr(39)',
  'NULL',
  '[',
  ']',
  '^',
  '~',
  '*',
  '&',
  // LIKE
  '%',
  '_',
  '!',
  '!%',
  '!_',
  '!!',
  '%%',
  '__',
  '[a-z]',
  // Jinja
  '{',
  '}',
  '{{',
  '}}',
  '{%',
  '%}',
  '{#',
  '#}',
  '{{-',
  '-}}',
  '{{ 1/0 }}',
  '{{ current_username() }}',
  '{% raw %}',
  '{% endraw %}',
  '{% if 1 %}',
  'x{#',
  "#}' AND",
  // SQLAlchemy and the drivers
  ':name',
  '\\:name',
  '::text',
  ':1',
  ':',
  '%s',
  '%(name)s',
  '%d',
  '%%s',
  // sqlglot
  '__SQLGLOT__LB__',
  '__SQLGLOT__LBMARK__',
  'SELECT',
  'a AS b',
  // line ends, control characters, and characters that look like them
  '\n',
  '\r',
  '\r\n',
  '\t',
  '\0',
  '\x01',
  '\x08',
  '\x1a',
  '\x1b',
  '\x7f',
  '\x85',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\u200b',
  '\u202e',
  '\xa0',
  // what a narrow character set may turn into a quote or a backslash
  '\u02bc',
  '\uff07',
  '\u2019',
  '\u2032',
  '\uff3c',
  '\u00a5',
  '\u20a9',
  '\u7e17',
  '\u00bf\u0027',
  '\u00df',
  '\u0301',
  // words
  ' ',
  '  ',
  'a',
  'A',
  'abc',
  'USA',
  'Zürich',
  '東京',
  'ß',
  '0',
  '1',
  '42',
  '-1',
  '10:00:00',
  '2024-01-01',
  "O'Brien",
  '😀',
  '👩‍👩‍👧',
  '\u{10ffff}',
  '\uffff',
] as const

/** Breaks out of a naive literal without a syntax error, at every depth that a clause may have it, and sees all rows. */
const ESCAPES = [1, 2, 3, 4].flatMap((depth) => {
  const [close, open] = [')'.repeat(depth), '('.repeat(depth - 1)]
  return [
    `'${close} OR ${open}(1=1) OR ('a'='`,
    `'${close} OR ${open}1 IN (1) OR 'a' IN ('`,
    `'${close} OR 1=1 -- `,
  ]
})

/** A text made to break out; never half a character. */
export function hostileText(random: Random): string {
  const kind = random.below(20)
  if (kind === 0) return ''
  if (kind === 1) return repeat(random.below(random.pick([40, 400])), () => codePoint(random, 0x110000))
  if (kind < 4) return repeat(1 + random.below(12), () => codePoint(random, 0x80))
  if (kind < 6) return random.pick(['', random.pick(PIECES)]) + random.pick(ESCAPES)
  return repeat(1 + random.below(random.pick([2, 4, 9])), () => random.pick(PIECES))
}

function repeat(times: number, make: () => string): string {
  return Array.from({ length: times }, make).join('')
}

function codePoint(random: Random, limit: number): string {
  const one = random.below(limit)
  return String.fromCodePoint(one >= 0xd800 && one < 0xe000 ? one - 0xd800 : one)
}

/** What the builder takes: an integer past 2⁵³ has to be a bigint. */
export function hostileNumber(random: Random): number {
  return random.pick([
    () => random.below(20) - 10,
    () =>
      random.pick([0, -0, 0.1, -0.1, 1e-7, 5e-324, 2.2250738585072014e-308, 2 ** 53 - 1, 1 - 2 ** 53, 1 / 3]),
    () => (random.next() - 0.5) * 10 ** (random.below(35) - 20),
  ])()
}

export function hostileBigint(random: Random): bigint {
  const limit = 2n ** 63n
  const edge = random.pick([0n, limit - 1n, -limit, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 53n) - 1n])
  const step = BigInt(random.below(5) - 2)
  const moved = edge + step
  return moved >= -limit && moved < limit ? moved : edge
}

/** From 1970 to 2037, which is what MariaDB's TIMESTAMP holds; half of them on a whole second. */
export function hostileDate(random: Random): Date {
  const ms = Math.floor(random.next() * 2_140_000_000) * 1_000
  return new Date(ms + random.pick([0, 0, 1, 999, 500]))
}
