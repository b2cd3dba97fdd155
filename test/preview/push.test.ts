import { readdir, readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { previewSecurityContext, SAFE_MACROS } from 'guestpass/preview'
import { describe, expect, test } from 'vitest'
import * as yaml from 'yaml'
import { pushRefusalsOf } from '../../src/preview/push-rules'
import { randomCases } from '../helpers/random'
import { refusalsOfVendor } from './vendor-push'

const KEY = 'COMPILE_CONTEXT.securityContext'
const EXAMPLES = 'docs/examples/embeddable'

async function refusalsOf(source: string) {
  const { findings } = await previewSecurityContext(source, { id: 'a' })
  return findings.filter(({ code }) => code === 'push-refused').map(({ at, message }) => [at.line, message])
}

/** Mostly right, so that a file with one fault is common. */
function mostly<Right, Wrong>(right: fc.Arbitrary<Right>, wrong: fc.Arbitrary<Wrong>) {
  return fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: wrong })
}

const ODD = fc.constantFrom(null, '', 'text', 0, 7, true, false, [], {}, [[]], [null], ['text'], undefined)

const TYPES = [
  ...['string', 'number', 'boolean', 'geo', 'time', 'count', 'count_distinct', 'count_distinct_approx'],
  ...['sum', 'avg', 'min', 'max', 'String', 'median'],
]

const aName = mostly(fc.constantFrom('id', 'total'), ODD)
const aMember = mostly(fc.record({ name: aName, type: mostly(fc.constantFrom(...TYPES), ODD) }), ODD)
const aListOf = <Entry>(entry: fc.Arbitrary<Entry>) => mostly(fc.array(entry, { maxLength: 2 }), ODD)
const aCube = mostly(
  fc.record(
    { name: aName, sql: fc.constant('SELECT 1'), dimensions: aListOf(aMember), measures: aListOf(aMember) },
    { requiredKeys: ['name'] },
  ),
  ODD,
)
const aView = mostly(
  fc.record({ name: aName, cubes: aListOf(mostly(fc.record({ join_path: aName }), ODD)) }),
  ODD,
)
const aModel = fc.record({ cubes: aListOf(aCube), views: aListOf(aView) }, { requiredKeys: [] })

/** Models with faults, and texts in which a character stands where it breaks YAML. */
const anyFile = fc
  .tuple(
    mostly(aModel, ODD),
    mostly(fc.constant(''), fc.constantFrom('\t', '"', '{%', '*', '&', '---\n', '- ', ': ')),
  )
  .chain(([value, inserted]) => {
    const text = yaml.stringify(value) ?? ''
    return fc.nat(text.length).map((at) => text.slice(0, at) + inserted + text.slice(at))
  })

const model = (more: string) => `cubes:\n  - name: orders\n    sql: SELECT 1\n${more}`

/** The rules of the vendor's validator, which reads the file before Jinja is rendered. */
describe("the preview reports models that Embeddable's push refuses", () => {
  test.each<[string, string, number, string]>([
    ['macros above the model', `{% macro m() %}x{% endmacro %}\n${model('')}`, 1, 'not YAML'],
    [
      'Jinja as a plain value',
      'cubes:\n  - name: orders\n    sql_table: {% if true %}a{% endif %}\n',
      3,
      'not YAML',
    ],
    [
      'quotes in quotes',
      `cubes:\n  - name: orders\n    sql_table: "{% if ${KEY}.id in ["a"] %}a{% endif %}"\n`,
      3,
      'not YAML',
    ],
    [
      'a loop over cubes',
      'cubes:\n{% for name in ["a", "b"] %}\n  - name: x{{ name | safe }}\n    sql: SELECT 1\n{% endfor %}\n',
      2,
      'not YAML',
    ],
    ['a file without cubes and views', 'measures: []\n', 1, 'neither cubes nor views'],
    ['cubes that are not a list', 'cubes:\n  orders: {}\n', 2, 'cubes is not a list'],
    ['a cube without a name', 'cubes:\n  - sql: SELECT 1\n', 2, 'an entry of cubes has no name'],
    ['a dimension without a type', model('    dimensions:\n      - name: id\n'), 5, 'type in dimensions'],
    [
      'a measure with an unknown type',
      model('    measures:\n      - name: id\n        type: median\n'),
      5,
      'type in measures',
    ],
    [
      'a measure without a name',
      model('    measures:\n      - type: count\n'),
      5,
      'an entry of measures has no name',
    ],
    ['a view without a name', 'views:\n  - cubes: []\n', 2, 'an entry of views has no name'],
    ['no cubes in the list', 'cubes: []\n', 1, 'cubes is an empty list'],
    ['a list of members that is null', model('    dimensions:\n'), 4, 'dimensions is not a list'],
    ['a view without cubes', 'views:\n  - name: all\n', 2, 'cubes is not a list'],
    [
      'a cube of a view without its path',
      'views:\n  - name: all\n    cubes:\n      - prefix: true\n',
      4,
      'an entry of cubes has no join path',
    ],
    ['two documents', `${model('')}---\nviews: []\n`, 4, 'not YAML'],
    ['an alias without an anchor', 'cubes: *cubes\n', 1, 'not YAML'],
  ])('%s', async (_, source, line, words) => {
    expect(await refusalsOf(source)).toEqual([[line, expect.stringContaining(words)]])
    expect(await refusalsOfVendor(source)).not.toEqual([])
  })

  test.each<[string, string]>([
    ['macros on one line behind #', `${SAFE_MACROS}${model('')}`],
    ['Jinja in a block', 'cubes:\n  - name: orders\n    sql: >\n      SELECT {% if true %}1{% endif %}\n'],
    ['Jinja between quotes', 'cubes:\n  - name: orders\n    sql_table: "{% if true %}a{% endif %}"\n'],
    ['a view', 'views:\n  - name: all\n    cubes: [{ join_path: orders }]\n'],
    ['no members yet', model('')],
    [
      'an anchor and its alias',
      model('    dimensions: &members\n      - { name: id, type: string }\n    measures: *members\n'),
    ],
    ['a falsy list beside a view', 'cubes: 0\nviews:\n  - name: all\n    cubes: []\n'],
  ])('but not %s', async (_, source) => {
    expect(await refusalsOf(source)).toEqual([])
    expect(await refusalsOfVendor(source)).toEqual([])
  })

  test('but not the example models', async () => {
    for (const name of await readdir(EXAMPLES)) {
      const source = await readFile(`${EXAMPLES}/${name}`, 'utf8')
      expect(await refusalsOf(source), name).toEqual([])
      expect(await refusalsOfVendor(source), name).toEqual([])
      expect(source, name).toMatch(/^ {4}(measures|dimensions):$/m)
    }
  })

  test("exactly as the vendor's validator does, for any file", async () => {
    const verdicts = { accepted: 0, refused: 0 }
    const property = fc.asyncProperty(anyFile, async (source) => {
      const isRefused = (await refusalsOfVendor(source)).length > 0
      verdicts[isRefused ? 'refused' : 'accepted']++
      expect(pushRefusalsOf(source, { yaml }).length > 0).toBe(isRefused)
    })
    await fc.assert(property, { numRuns: randomCases(2_000) })
    expect(Math.min(verdicts.accepted, verdicts.refused)).toBeGreaterThan(randomCases(100))
  })
})
