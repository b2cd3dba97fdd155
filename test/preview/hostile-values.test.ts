import fc from 'fast-check'
import { SAFE_MACROS } from 'guestpass/preview'
import { beforeAll, describe, expect, test } from 'vitest'
import { injectionsOf } from '../../src/preview/injection'
import { createModel } from '../../src/preview/model'
import { loadPeers, type Peers } from '../../src/preview/peers'
import { randomCases } from '../helpers/random'
import { DATABASES, parsedSql } from './parsed-sql'

const ORG = 'COMPILE_CONTEXT.securityContext.orgId'

const ONE_LINE = 'replace("\\n", " ") | replace("\\r", " ")'
const NO_BRACES = 'replace("{", "") | replace("}", "")'
const BACKSLASHES = 'replace("\\\\", "\\\\\\\\")'
const QUOTES = `replace("'", "''")`

/** How a model may print a value, well or badly. */
const EXPRESSIONS = {
  'in single braces': `{ ${ORG} }`,
  printed: `{{ ${ORG} }}`,
  'printed as safe': `{{ ${ORG} | safe }}`,
  'in capitals': `{{ ${ORG} | upper | safe }}`,
  'as a number': `{{ ${ORG} | int }}`,
  'its length': `{{ ${ORG} | length }}`,
  'quotes doubled': `{{ ${ORG} | replace("'", "''") | safe }}`,
  'backslashes doubled too': `{{ ${ORG} | replace("\\\\", "\\\\\\\\") | replace("'", "''") | safe }}`,
  'with all but braces seen to': `{{ ${ORG} | ${ONE_LINE} | ${BACKSLASHES} | ${QUOTES} | safe }}`,
  'with all but backslashes seen to': `{{ ${ORG} | ${ONE_LINE} | ${NO_BRACES} | ${QUOTES} | safe }}`,
  'with everything seen to': `{{ ${ORG} | ${ONE_LINE} | ${NO_BRACES} | ${BACKSLASHES} | ${QUOTES} | safe }}`,
  'quotes left out': `{{ ${ORG} | replace("'", "") | safe }}`,
  'checked against a list': `{% if ${ORG} in ["acme", "globex"] %}{{ ${ORG} | safe }}{% else %}nobody{% endif %}`,
  'through a variable': `{% set org = ${ORG} %}{{ org | safe }}`,
  'through a loop': `{% for org in [${ORG}] %}{{ org | safe }}{% endfor %}`,
  'by safe_text': `{{ safe_text(${ORG}) }}`,
  'by the list helper': `{{ list([${ORG}]) }}`,
  'by safe_list': `{{ safe_list([${ORG}]) }}`,
} as const

/** Where in the SQL it stands. */
const PLACES = {
  'between quotes': "SELECT * FROM orders WHERE org = '§'",
  'within quotes': "SELECT * FROM orders WHERE org LIKE 'org-§-%' AND deleted = 0",
  bare: 'SELECT * FROM orders WHERE org = § AND deleted = 0',
  'in a call': 'SELECT * FROM orders WHERE org = lower(§)',
  'in a list': "SELECT * FROM orders WHERE org IN ('x', §)",
  'as a list': 'SELECT * FROM orders WHERE org IN §',
  'as a schema': 'SELECT * FROM §.orders WHERE deleted = 0',
  'as a quoted name': 'SELECT * FROM "§" WHERE deleted = 0',
  'as part of a name': 'SELECT * FROM orders_§',
  'in a comment': 'SELECT * FROM orders /* § */ WHERE deleted = 0',
  'in a line of comment': 'SELECT * FROM orders -- §\n      WHERE deleted = 0',
} as const

/** How the SQL stands in the YAML. */
const SCALARS = {
  'a folded block': (sql: string) => `>\n      ${sql}`,
  'a literal block': (sql: string) => `|\n      ${sql}`,
  'double quotes': (sql: string) => `"${sql.replaceAll('"', '\\"')}"`,
  plain: (sql: string) => sql,
} as const

const names = <T extends object>(of: T) => fc.constantFrom(...(Object.keys(of) as (keyof T)[]))

/** Where most depends on the last detail. */
const careful = fc.record({
  expression: fc.constantFrom<keyof typeof EXPRESSIONS>(
    'with all but braces seen to',
    'with all but backslashes seen to',
    'with everything seen to',
    'by safe_text',
    'by safe_list',
  ),
  place: fc.constantFrom<keyof typeof PLACES>(
    'between quotes',
    'within quotes',
    'bare',
    'as a list',
    'in a call',
  ),
  scalar: fc.constantFrom<keyof typeof SCALARS>('a folded block', 'a literal block'),
})

const model = fc
  .oneof(careful, fc.record({ expression: names(EXPRESSIONS), place: names(PLACES), scalar: names(SCALARS) }))
  // Parsers take one value for a list, or do not, as the value is.
  .filter(({ expression, place }) => place !== 'as a list' || / (list helper|safe_list)$/.test(expression))
  .map(({ expression, place, scalar }) => {
    const sql = PLACES[place].replace('§', () => EXPRESSIONS[expression])
    return `${SAFE_MACROS}cubes:\n  - name: orders\n    sql: ${SCALARS[scalar](sql)}\n`
  })

const PIECES = [
  ...[
    "'",
    '"',
    '`',
    '\\',
    ';',
    '--',
    '/*',
    '*/',
    '#',
    '(',
    ')',
    ',',
    '.',
    '$$',
    '{',
    '}',
    '{{',
    '%',
    '\n',
    '\r',
    '\t',
  ],
  ...[
    ' ',
    ' OR ',
    '1=1',
    'acme',
    "' OR '1'='1",
    '1',
    '-1',
    '0x27',
    'NULL',
    'é',
    '\u2019',
    '\0',
    ': ',
    ' #',
    '|',
    '>',
    '&',
  ],
  ...['\n      x', '\n    sql_table: secrets', '{CUBE}', `{ ${ORG} }`, '\u2028', '😀'],
]

const anyValue = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 3 })
      .map((all) => all.join('')),
  },
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
)

/** Any text, except the values on the model's list, which may choose rows. */
const value = anyValue.filter((text) => text !== 'acme' && text !== 'globex')

let peers: Peers

beforeAll(async () => {
  peers = await loadPeers()
})

/** The SQL as databases parse it, and the braces that the service would fill in later. */
function outcomeOf(source: string, orgId: string | number) {
  try {
    const { texts, shape } = createModel(source, peers).compile({ orgId })
    const sql = texts.filter(({ isSql }) => isSql)
    return {
      shape,
      parsed: DATABASES.map((database) => sql.map(({ text }) => parsedSql(text, database))),
      braces: sql.map(({ once }) => once.replace(/[^{}]/g, '')),
    }
  } catch (error) {
    return String(error).includes('not valid YAML') ? 'broken' : 'refused'
  }
}

const studied = new Map<string, ReturnType<typeof study>>()

/** The outcome of a model for a harmless value, and the findings in it. */
function study(source: string) {
  for (const orgId of ['gpx', 5]) {
    const harmless = outcomeOf(source, orgId)
    // SQL that no database understands has no parse that could change.
    if (typeof harmless !== 'object' || !isParsed(harmless)) continue
    const compiled = createModel(source, peers).compile({ orgId })
    return { harmless, found: injectionsOf(compiled, [['orgId']], { orgId }) }
  }
  return undefined
}

function studyOnce(source: string) {
  if (!studied.has(source)) studied.set(source, study(source))
  return studied.get(source)
}

function isParsed({ parsed }: { readonly parsed: readonly (readonly (string | undefined)[])[] }): boolean {
  return parsed.some((one) => one.some((sql) => sql !== undefined))
}

describe('a model', () => {
  test('without a finding has the same parsed SQL for any value', () => {
    let compared = 0
    const property = fc.property(model, value, (source, orgId) => {
      const { harmless, found } = studyOnce(source) ?? {}
      if (!harmless || !found || found.length > 0) return
      const after = outcomeOf(source, orgId)
      if (after === 'refused') return
      compared++
      expect(after).toEqual(harmless)
    })
    fc.assert(property, { numRuns: RUNS })
    expect(compared).toBeGreaterThan(RUNS / 20)
  })

  test('with a finding has other parsed SQL for the example of the finding', () => {
    let compared = 0
    const property = fc.property(model, (source) => {
      const { harmless, found } = studyOnce(source) ?? {}
      for (const { example } of found ?? []) {
        compared++
        expect(outcomeOf(source, example?.value ?? '')).not.toEqual(harmless)
      }
    })
    fc.assert(property, { numRuns: RUNS / 4 })
    expect(compared).toBeGreaterThan(RUNS / 20)
  })
})

const RUNS = randomCases(1_200)
