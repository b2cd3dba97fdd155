import { readdir, readFile } from 'node:fs/promises'
import { previewSecurityContext, SAFE_MACROS } from 'guestpass/preview'
import { describe, expect, test } from 'vitest'

const KEY = 'COMPILE_CONTEXT.securityContext'
const EXAMPLES = 'docs/examples/embeddable'

async function refusalsOf(source: string) {
  const { findings } = await previewSecurityContext(source, { id: 'a' })
  return findings.filter(({ code }) => code === 'push-refused').map(({ at, message }) => [at.line, message])
}

const model = (more: string) => `cubes:\n  - name: orders\n    sql: SELECT 1\n${more}`

/** The rules of the vendor's validator, which reads the file before Jinja is rendered. */
describe("the preview reports what Embeddable's push refuses", () => {
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
  ])('%s', async (_, source, line, words) => {
    expect(await refusalsOf(source)).toEqual([[line, expect.stringContaining(words)]])
  })

  test.each<[string, string]>([
    ['macros on one line behind #', `${SAFE_MACROS}${model('')}`],
    ['Jinja in a block', 'cubes:\n  - name: orders\n    sql: >\n      SELECT {% if true %}1{% endif %}\n'],
    ['Jinja between quotes', 'cubes:\n  - name: orders\n    sql_table: "{% if true %}a{% endif %}"\n'],
    ['a view', 'views:\n  - name: all\n    cubes: [{ join_path: orders }]\n'],
    ['no members yet', model('    measures:\n    dimensions:\n')],
  ])('but not %s', async (_, source) => {
    expect(await refusalsOf(source)).toEqual([])
  })

  test('but none of the example models', async () => {
    for (const name of await readdir(EXAMPLES)) {
      const source = await readFile(`${EXAMPLES}/${name}`, 'utf8')
      expect(await refusalsOf(source), name).toEqual([])
      expect(source, name).toMatch(/^ {4}(measures|dimensions):$/m)
    }
  })
})
