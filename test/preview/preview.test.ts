import { readFile } from 'node:fs/promises'
import { type JsonObject, previewSecurityContext, SAFE_MACROS } from 'guestpass/preview'
import { describe, expect, test } from 'vitest'

const CONTEXT = 'COMPILE_CONTEXT.securityContext'

const example = (name: string) => readFile(`docs/examples/embeddable/${name}.yml`, 'utf8')

const model = (sql: string) => `cubes:\n  - name: orders\n    sql: >\n      ${sql}\n`

async function previewed(source: string, context: JsonObject) {
  const { sql, findings } = await previewSecurityContext(source, context)
  const [{ text, values } = { text: '', values: [] }] = sql
  return {
    text: text.trim(),
    marked: values.map(({ path, start, end }) => [path, text.slice(start, end)]),
    codes: findings.map(({ code }) => code),
    findings,
  }
}

describe('the compiled SQL', () => {
  test('has the values of the context marked, and nothing else', async () => {
    const { text, marked } = await previewed(await example('safe'), {
      countries: ['Canada', "Côte d'Ivoire"],
      customer: "O'Brien",
      orgId: 7,
    })
    expect(text).toContain("country IN ('Canada', 'Côte d''Ivoire')")
    expect(marked).toEqual([
      ['countries[]', 'Canada'],
      ['countries[]', "Côte d''Ivoire"],
      ['customer', "O''Brien"],
      ['orgId', '7'],
    ])
  })

  test('is the SQL of the branch that the context selects', async () => {
    const source = await example('conditional')
    expect((await previewed(source, { organisationId: 'acme' })).marked).toEqual([['organisationId', 'acme']])
    expect((await previewed(source, { superUser: true })).text).toMatch(/WHERE 1 = 1$/)
  })

  test('reads a context at any depth, with dots and with brackets', async () => {
    const sql = `a = { ${CONTEXT}.org.ids[1] } AND b = { ${CONTEXT}["the org"]['name'] }`
    const context = { org: { ids: [1, 2] }, 'the org': { name: 'acme' } }
    const { text, marked } = await previewed(model(sql), context)
    expect(text).toBe('a = 2 AND b = acme')
    expect(marked).toEqual([
      ['org.ids[]', '2'],
      ['["the org"].name', 'acme'],
    ])
  })

  test('keeps the references to other members', async () => {
    expect((await previewed(model('{CUBE}.id = {customers.id}'), {})).text).toBe('{CUBE}.id = {customers.id}')
  })

  test.each([
    [['a', 0], "('a', '0')"],
    [[], '(NULL)'],
    ['a', "('a')"],
    [7, "('7')"],
    [null, '(NULL)'],
  ])('has of list(%j) what the helper makes', async (ids, list) => {
    expect((await previewed(model(`{{ list(${CONTEXT}.ids) }}`), { ids })).text).toBe(list)
  })

  test('is trimmed where the model trims', async () => {
    const source = model(
      `a =  {{- ${CONTEXT}.id -}}  ;{%- if true -%}  b{% endif %}{# c #}{% raw %}{{ d }}{% endraw %}`,
    )
    const { text, marked } = await previewed(source, { id: 7 })
    expect(text).toBe('a =7;b{{ d }}')
    expect(marked).toEqual([['id', '7']])
  })

  test('comes through loops, variables, macros and blocks', async () => {
    const source = model(`{% set context = ${CONTEXT} -%}
      {% macro both(a, b) %}{{ a }} AND {{ b }}{% endmacro -%}
      {% for team in context.teams %}{{ team.id }}, {% endfor %}{{ both(context.low, context.high) }}
      {% filter upper %}{{ context.word | safe }}{% endfilter %}`)
    const { marked } = await previewed(source, { teams: [{ id: 1 }, { id: 2 }], low: 3, high: 4, word: 'x' })
    expect(marked).toEqual([
      ['teams[].id', '1'],
      ['teams[].id', '2'],
      ['low', '3'],
      ['high', '4'],
      ['word', 'X'],
    ])
  })
})

describe('a finding', () => {
  test.each<[string, JsonObject, string, readonly string[]]>([
    ['quotes', { id: 'a' }, `a = '{ ${CONTEXT}.id }'`, ['injection-in-quotes']],
    ['quotes', { id: 'a' }, `a = '{{ ${CONTEXT}.id | safe }}'`, ['injection-in-quotes']],
    ['a number that might be a text', { id: 7 }, `a = { ${CONTEXT}.id }`, ['injection-bare']],
    ['a number that cannot be a text', { id: 7 }, `a = {{ ${CONTEXT}.id | int }}`, []],
    [
      'a text that the model refuses elsewhere',
      { id: 7 },
      `a = {{ ${CONTEXT}.id | int }} AND b = '{ ${CONTEXT}.id }'`,
      [],
    ],
    [
      'a text that is one of two',
      { id: 'a' },
      `{% if ${CONTEXT}.id == 'a' %}b = '{ ${CONTEXT}.id }'{% endif %}`,
      [],
    ],
    ['a schema', { id: 'a' }, `SELECT * FROM { ${CONTEXT}.id }.orders`, ['injection-in-name']],
    ['a quoted schema', { id: 'a' }, `SELECT * FROM "{ ${CONTEXT}.id }".orders`, ['injection-in-name']],
    ['a suffix of a table', { id: 'a' }, `SELECT * FROM orders_{ ${CONTEXT}.id }`, ['injection-in-name']],
    ['a list', { ids: ['a'] }, `a IN {{ list(${CONTEXT}.ids) }}`, ['injection-in-list']],
    ['a list of none', { ids: [] }, `a IN {{ list(${CONTEXT}.ids) }}`, ['injection-in-list']],
    [
      'a list as text',
      { ids: ['a', 'b'] },
      `a = '{ ${CONTEXT}.ids }'`,
      ['injection-in-list', 'list-as-text'],
    ],
    ['an object as text', { org: { id: 1 } }, `a = '{ ${CONTEXT}.org }'`, ['list-as-text']],
    ['a missing key', {}, `a = {{ ${CONTEXT}.id | default(1) | int }}`, []],
    ['a missing flag', {}, `{% if ${CONTEXT}.admin %}a{% else %}b{% endif %}`, []],
    ['a flag', { admin: true }, `{% if ${CONTEXT}.admin %}a{% else %}b{% endif %}`, []],
    [
      'a flag as text',
      { admin: 'no' },
      `{% if not ${CONTEXT}.admin %}a{% endif %}`,
      ['condition-not-boolean'],
    ],
    ['a flag as number', { admin: 0 }, `{{ 'a' if ${CONTEXT}.admin else 'b' }}`, ['condition-not-boolean']],
    [
      'a flag by a short name',
      { admin: 'no' },
      `{% set flag = ${CONTEXT}.admin %}{% if flag %}a{% endif %}`,
      ['condition-not-boolean'],
    ],
    ['a role', { role: 'admin' }, `{% if ${CONTEXT}.role == 'admin' %}a{% endif %}`, []],
    ['a key that is there', { id: 'a' }, `{% if ${CONTEXT}.id is defined %}a{% endif %}`, []],
  ])('for %s %j', async (_, context, sql, codes) => {
    expect((await previewed(model(sql), context)).codes).toEqual(codes)
  })

  test('has a place, a path, an advice and a value that proves it', async () => {
    const { findings } = await previewed(await example('quoted'), { orgId: 'acme' })
    expect(findings).toMatchObject([
      {
        code: 'injection-in-quotes',
        at: { line: 7, column: 29 },
        path: 'orgId',
        advice: expect.stringContaining("filters: [{ member: …, operator: 'equals', values: [orgId] }]"),
        example: {
          value: "x' OR '1'='1",
          field: 'orders.sql',
          compiled: "SELECT * FROM orders WHERE organisation = 'x' OR '1'='1'\n",
        },
      },
    ])
  })

  test('offers a safe list, and a check of a schema', async () => {
    const list = await previewed(await example('list'), { countries: ['Canada'] })
    expect(list.findings[0]?.advice).toContain(`{{ safe_list(${CONTEXT}.countries) }}`)
    const schema = await previewed(await example('schema-per-tenant'), { schema: 'acme' })
    expect(schema.findings[0]?.advice).toContain(`{% if ${CONTEXT}.schema in ["…", "…"] %}`)
  })

  test('has the right line after a branch that was left out', async () => {
    const { findings } = await previewed(await example('conditional'), { organisationId: 'acme' })
    expect(findings[0]?.at).toEqual({ line: 9, column: 29 })
  })

  test('has the right place in a line whose start was trimmed', async () => {
    const source = model(`{% if true -%}\n      a = '{ ${CONTEXT}.id }'\n      {%- endif %}`)
    expect((await previewed(source, { id: 'a' })).findings[0]?.at).toEqual({ line: 5, column: 12 })
  })

  test.each([
    ['ordId', { orgId: 7 }, 'Did you mean orgId?'],
    ['orgid', { orgId: 7 }, 'Did you mean orgId?'],
    ['ogrId', { orgId: 7 }, 'Did you mean orgId?'],
    ['org.nmae', { org: { name: 'acme' } }, 'Did you mean org.name?'],
    ['og.name', { org: { name: 'acme' } }, 'Did you mean org.name?'],
    ['tenant', { orgId: 7 }, 'Give it in the grant, or a default in the model.'],
  ])('asks about a missing key: %s in %j', async (path, context, advice) => {
    const { findings, text } = await previewed(model(`a = '{ ${CONTEXT}.${path} }'`), context)
    expect(text).toBe("a = 'undefined'")
    expect(findings.find(({ code }) => code === 'missing-key')).toMatchObject({ path, advice })
  })

  test('asks about a misspelt flag, which would silently be false', async () => {
    const { findings } = await previewed(await example('conditional'), {
      organisationId: 'a',
      superuser: true,
    })
    expect(findings[0]).toMatchObject({
      code: 'missing-key',
      path: 'superUser',
      advice: 'Did you mean superuser?',
    })
  })

  test('asks about the key at which Jinja failed', async () => {
    const { sql, findings } = await previewSecurityContext(model(`a = {{ ${CONTEXT}.ogr.id }}`), {
      org: { id: 7 },
    })
    expect(sql).toEqual([])
    expect(findings).toMatchObject([{ code: 'missing-key', advice: 'Did you mean org.id?' }])
  })

  test('names the databases where a backslash is an escape, when only they are vulnerable', async () => {
    const sql = `a = '{{ ${CONTEXT}.id | replace("'", "''") | replace("{", "") | replace("}", "") | replace("\\n", "") | replace("\\r", "") | safe }}'`
    const { findings } = await previewed(`cubes:\n  - name: a\n    sql: |\n      ${sql}\n`, { id: 'a' })
    expect(findings).toMatchObject([
      { code: 'injection-in-quotes', example: { value: expect.stringContaining('\\') } },
    ])
    expect(findings[0]?.message).toContain('MySQL')
  })

  test('is not reported for a number in the YAML that stays a number', async () => {
    const source = `cubes:\n  - name: a\n    limit: {{ ${CONTEXT}.limit | int }}\n    sql: SELECT 1\n`
    expect((await previewed(source, { limit: 10 })).codes).toEqual([])
  })

  test('is reported for a value that changes the YAML around the SQL', async () => {
    const source = `cubes:\n  - name: a\n    title: "{{ ${CONTEXT}.id | safe }}"\n    sql: SELECT 1\n`
    expect((await previewed(source, { id: 'a' })).codes).toEqual(['injection-in-yaml'])
  })
})

describe('refuses as a model', () => {
  test.each([
    ['invalid YAML', 'a: [', {}, 'model-invalid', /not valid YAML/],
    ['Jinja that does not end', '{% if x %}', {}, 'model-invalid', /in model\.yml:1/],
    [
      'a value that the model refuses',
      model(`{{ ${CONTEXT}.id | int }}`),
      { id: 'x' },
      'model-invalid',
      /model\.yml:4/,
    ],
    [
      'more than a path between braces',
      model(`'{ ${CONTEXT}.id or 'x' }'`),
      { id: 'x' },
      'model-invalid',
      /single braces/,
    ],
    [
      'another context',
      model('{ COMPILE_CONTEXT.security_context.id }'),
      { id: 'x' },
      'model-invalid',
      /single braces/,
    ],
    ['a context that is a list', 'a: 1', [], 'option-invalid', /not an object/],
  ])('%s', async (_, source, context, code, message) => {
    const preview = previewSecurityContext(source, context as JsonObject)
    await expect(preview).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })
})

test('the macros in the example are those of the package', async () => {
  expect((await example('safe')).startsWith(SAFE_MACROS)).toBe(true)
})
