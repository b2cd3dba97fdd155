import { type JsonObject, previewSecurityContext } from 'guestpass/preview'
import { describe, expect, test } from 'vitest'

const KEY = 'COMPILE_CONTEXT.securityContext'

const inBlock = (sql: string) => `cubes:\n  - name: orders\n    sql: >\n      ${sql}\n`

describe('the place of a value is judged without the quotes that Jinja prints', () => {
  test.each<[string, JsonObject, string]>([
    [`a = {{ ${KEY}.id }}`, { id: 7 }, 'injection-bare'],
    [`a = {{ ${KEY}.id }}`, { id: 'acme' }, 'injection-bare'],
    [`a = {{ ${KEY}.id }} AND b = {{ ${KEY}.id }}`, { id: 7 }, 'injection-bare'],
    [`a > {{ ${KEY}.id | default(1) }}`, { id: 7 }, 'injection-bare'],
    [`a BETWEEN 1 AND {{ ${KEY}.limits.high }}`, { limits: { high: 7 } }, 'injection-bare'],
    [`a = '{{ ${KEY}.id }}'`, { id: 7 }, 'injection-in-quotes'],
    [`SELECT * FROM {{ ${KEY}.id }}.orders`, { id: 'acme' }, 'injection-in-name'],
    [`SELECT * FROM "{ ${KEY}.id }".orders`, { id: 'acme' }, 'injection-in-name'],
    [`SELECT * FROM orders_{{ ${KEY}.id }}`, { id: 7 }, 'injection-in-name'],
    [`a = '{ ${KEY}.ids[1] }'`, { ids: ['a', 'b'] }, 'injection-in-quotes'],
    [`a = {{ ${KEY}.ids[0] }}`, { ids: [1, 2] }, 'injection-bare'],
    [`a IN {{ list(${KEY}.ids) }}`, { ids: ['a', 'b'] }, 'injection-in-list'],
    [`a IN ({{ ${KEY}.ids | join(",") }})`, { ids: [1, 2] }, 'injection-in-list'],
  ])('%s %j', async (sql, context, code) => {
    const { findings } = await previewSecurityContext(inBlock(sql), context)
    expect(new Set(findings.map((finding) => finding.code))).toEqual(new Set([code]))
  })

  test('the advice for a number is to print it as a number', async () => {
    const { findings } = await previewSecurityContext(inBlock(`a = {{ ${KEY}.customerId }}`), {
      customerId: 7,
    })
    expect(findings).toMatchObject([
      {
        code: 'injection-bare',
        advice: expect.stringContaining(`For a number write {{ ${KEY}.customerId | int }}`),
      },
    ])
  })
})

describe('the advice names the whole path', () => {
  test.each<[string, JsonObject, readonly string[]]>([
    [`a = '{ ${KEY}.org.id }'`, { org: { id: 'x' } }, [`safe_text(${KEY}.org.id)`, 'values: [org.id]']],
    [
      `a = '{ ${KEY}["the org"].id }'`,
      { 'the org': { id: 'x' } },
      [`safe_text(${KEY}["the org"].id)`, 'values: [["the org"].id]'],
    ],
    [`a = '{ ${KEY}.ids[1] }'`, { ids: ['x', 'y'] }, [`safe_text(${KEY}.ids[1])`]],
    [
      `a IN {{ list(${KEY}.org.ids) }}`,
      { org: { ids: ['x'] } },
      [`safe_list(${KEY}.org.ids)`, 'values: [org.ids]'],
    ],
    [
      `{% for team in ${KEY}.teams %}a = '{{ team.id | safe }}' OR {% endfor %}false`,
      { teams: [{ id: 'x' }] },
      [`safe_list(${KEY}.teams | map(attribute="id") | list)`],
    ],
    [`a = '{ ${KEY}.org.ids }'`, { org: { ids: ['x'] } }, [`safe_list(${KEY}.org.ids)`]],
    [
      `{% if ${KEY}.org.all %}a{% else %}b = '{ ${KEY}.org.id }'{% endif %}`,
      { org: { id: 'x', all: 'no' } },
      [`${KEY}.org.all is true`],
    ],
    [
      `{% if ${KEY}["see all"] %}{% else %}AND b = '{ ${KEY}.id }'{% endif %}`,
      { id: 'x', 'see all': 'no' },
      [`${KEY}["see all"] is true`],
    ],
  ])('%s', async (sql, context, words) => {
    const { findings } = await previewSecurityContext(inBlock(sql), context)
    const advice = findings.map((finding) => finding.advice).join('\n')
    for (const word of words) expect(advice).toContain(word)
  })

  test('the advice for a field of every entry compiles', async () => {
    const sql = `a IN {{ list(${KEY}.teams | map(attribute="id") | list) }}`
    const preview = await previewSecurityContext(inBlock(sql), { teams: [{ id: 'x' }, { id: 'y' }] })
    expect(preview.sql[0]?.text).toContain("('x', 'y')")
  })
})

describe('a missing key is named with the effect', () => {
  test.each<[string, string]>([
    [`a = {{ ${KEY}.id | int }}`, 'id is not in the security context, and Jinja prints 0 in its place.'],
    [`a = {{ ${KEY}.id }}`, 'id is not in the security context, and Jinja prints null in its place.'],
    [
      `a = '{ ${KEY}.id }'`,
      "id is not in the security context, and the SQL contains 'undefined' in its place.",
    ],
    [
      `a = '{ ${KEY}.org.id }'`,
      'org is not in the security context, and the service cannot read id from it: the model does not compile.',
    ],
    [
      `a = '{ ${KEY}.org.unit.id }'`,
      'org is not in the security context, and the service cannot read unit.id from it: the model does not compile.',
    ],
    [`a = {{ ${KEY}.org.id }}`, 'org is not in the security context, and Jinja refuses the model.'],
    [
      `{% if ${KEY}.org.id %}a = 1{% endif %}`,
      'org is not in the security context, and Jinja refuses the model.',
    ],
    [
      `a = {{ 1 if ${KEY}.org.unit.id == 2 else 3 }}`,
      'org is not in the security context, and Jinja refuses the model.',
    ],
    [
      `a = '{SECURITY_CONTEXT.id.unsafeValue()}'`,
      "id is not in the security context, and the SQL contains 'undefined' in its place.",
    ],
    [
      `{SECURITY_CONTEXT.id.filter('a')}`,
      'id is not in the security context, and the SQL contains 1 = 1 in place of the filter.',
    ],
    [`{SECURITY_CONTEXT.id.requiredFilter('a')}`, 'id is not in the security context, and the query fails.'],
  ])('%s', async (sql, message) => {
    const { findings } = await previewSecurityContext(inBlock(sql), {})
    expect(findings.find(({ code }) => code === 'missing-key')?.message).toBe(message)
  })
})

describe("Cube's older form SECURITY_CONTEXT", () => {
  test.each<[string, JsonObject, string, readonly string[]]>([
    [
      "region = '{SECURITY_CONTEXT.region.unsafeValue()}'",
      { region: 'EU' },
      "region = 'EU'",
      ['injection-in-quotes'],
    ],
    [
      "region = '{ SECURITY_CONTEXT.user.region.unsafeValue() }'",
      { user: { region: 'EU' } },
      "region = 'EU'",
      ['injection-in-quotes'],
    ],
    [
      "{SECURITY_CONTEXT.region.filter('orders.region')}",
      { region: "O'Brien" },
      "orders.region = 'O''Brien'",
      [],
    ],
    ['{SECURITY_CONTEXT.region.requiredFilter("region")}', { region: 'EU' }, "region = 'EU'", []],
    [
      "region = '{SECURITY_CONTEXT.region}'",
      { region: 'EU' },
      "region = '{SECURITY_CONTEXT.region}'",
      ['not-followed'],
    ],
  ])('%s', async (sql, context, text, codes) => {
    const preview = await previewSecurityContext(inBlock(sql), context)
    expect(preview.sql[0]?.text.trim()).toBe(text)
    expect(preview.findings.map(({ code }) => code)).toEqual(codes)
  })
})

describe('the preview reports code that it does not follow', () => {
  test.each([
    ["a = '{ security_context.region }'"],
    ["a = '{ securityContext.region }'"],
    ['a = {{ SECURITY_CONTEXT.region }}'],
    ['a = {{ securityContext.region | default("x") }}'],
    ['a = {{ COMPILE_CONTEXT.security_context | default("x") }}'],
  ])('%s', async (sql) => {
    const { findings } = await previewSecurityContext(inBlock(sql), { region: 'EU' })
    expect(findings.map(({ code }) => code)).toContain('not-followed')
  })

  test('but not a comment, another member, or a name that the model defines', async () => {
    const sql = `{CUBE}.a = {customers.id} {# { securityContext.x } #}{% set securityContext = ${KEY} %}{% if securityContext.id == 1 %}{% endif %}`
    const source = `# { SECURITY_CONTEXT.x }\n${inBlock(sql)}`
    expect((await previewSecurityContext(source, { id: 1 })).findings).toEqual([])
  })
})

const policy = (value: string) => `cubes:
  - name: orders
    sql_table: orders
    access_policy:
      - role: manager
        conditions:
          - if: "{ security_context.active }"
        row_level:
          filters:
            - member: region
              operator: equals
              values: ${value}
`

describe('an access policy', () => {
  test.each<[string, JsonObject, readonly string[]]>([
    ['["{ security_context.region }"]', { active: true, region: 'EU' }, []],
    ['["{ securityContext.org.region }"]', { active: true, org: { region: "x' OR '1'='1" } }, []],
    ['"{ security_context.regions }"', { active: true, regions: ['EU', 'US'] }, []],
    ['["{ security_context.region }"]', { active: true }, ['missing-key']],
    ['["{ security_context.region }"]', { region: 'EU' }, ['missing-key']],
    ['["{ security_context.region }"]', { active: false, region: 'EU' }, []],
    ['["{ security_context.region }"]', { active: true, region: '' }, ['filter-left-out']],
    ['"{ security_context.regions }"', { active: true, regions: [] }, ['filter-left-out']],
    ['["{ userAttributes.region }"]', { active: true, region: 'EU' }, ['not-followed']],
    ['["{ security_context.regions.includes(1) }"]', { active: true, regions: [1] }, ['not-followed']],
    [`["{ ${KEY}.region }"]`, { active: true, region: 'EU' }, []],
  ])('%s %j', async (value, context, codes) => {
    const { findings } = await previewSecurityContext(policy(value), context)
    expect(findings.map(({ code }) => code)).toEqual(codes)
  })

  test('shows the values of its filters', async () => {
    const { sql } = await previewSecurityContext(policy('["{ security_context.region }"]'), {
      active: true,
      region: 'EU',
    })
    const values = sql.flatMap(({ field, text }) => (field.includes('values') ? [text] : []))
    expect(values).toEqual(['EU'])
  })
})

describe('a comment in SQL', () => {
  const folded = (comment: string) =>
    inBlock(`SELECT * FROM orders ${comment}\n      WHERE a = '{ ${KEY}.id }'`)

  test.each([['-- every order'], ["-- don't"]])(
    '%s in a folded block is reported, and the filter is judged',
    async (comment) => {
      const { sql, findings } = await previewSecurityContext(folded(comment), { id: 'x' })
      expect(sql[0]?.text).toBe(`SELECT * FROM orders ${comment}\nWHERE a = 'x'\n`)
      expect(findings.map(({ code, at }) => [code, at.line])).toEqual([
        ['folded-comment', 3],
        ['injection-in-quotes', 5],
      ])
    },
  )

  test.each([
    ['a block that keeps its lines', folded('-- x').replace('>', '|')],
    ['a comment that ends', folded('/* -- x */')],
    ['a text', folded("WHERE '--' = '' OR 'a -- b' = ''").replace('\n      WHERE', '\n      OR')],
    ['a comment at the end', inBlock(`SELECT * FROM orders WHERE a = '{ ${KEY}.id }' -- x`)],
    ['a title', `${inBlock(`a = '{ ${KEY}.id }'`)}    title: >\n      a -- b\n      c\n`],
  ])('%s is not reported', async (_, source) => {
    const { findings } = await previewSecurityContext(source, { id: 'x' })
    expect(findings.map(({ code }) => code)).toEqual(['injection-in-quotes'])
  })
})

describe('the marks around values', () => {
  const macros = (sql: string) => inBlock(sql)

  test.each<[string, JsonObject, string]>([
    [
      `a IN {{ safe_list(${KEY}.ids) }} AND b = 1`,
      { ids: ['x', '{', 'y'] },
      "a IN ('⟦x⟧', ⟦NULL⟧, '⟦y⟧') AND b = 1",
    ],
    [`a IN {{ safe_list(${KEY}.ids) }}`, { ids: ['{', 'x'] }, "a IN (⟦NULL⟧, '⟦x⟧')"],
    [`a IN {{ safe_list(${KEY}.ids) }}`, { ids: ['x', '\\'] }, "a IN ('⟦x⟧', ⟦NULL⟧)"],
    [
      `a = {{ safe_text(${KEY}.id) }} AND b = {{ safe_text(${KEY}.id) }}`,
      { id: '{' },
      'a = ⟦NULL⟧ AND b = ⟦NULL⟧',
    ],
    [`a IN {{ list(${KEY}.ids) }}`, { ids: ['x', ''] }, "a IN ('⟦x⟧', '⟦⟧')"],
    [`a = {{ ${KEY}.id | safe }} AND b`, { id: '1 OR c' }, 'a = ⟦1 OR c⟧ AND b'],
    [`a = '{{ ${KEY}.id | replace("'", "''") | safe }}' AND b`, { id: "it's" }, "a = '⟦it''s⟧' AND b"],
    [`SELECT {{ ${KEY}.n | int }}, {{ ${KEY}.n | int }} FROM t`, { n: 7 }, 'SELECT ⟦7⟧, ⟦7⟧ FROM t'],
    [`{{ ${KEY}.a | upper | safe }}{{ ${KEY}.b | safe }} x`, { a: 'x', b: 'y' }, '⟦X⟧⟦y⟧ x'],
  ])('%s %j', async (sql, context, marked) => {
    const { SAFE_MACROS } = await import('guestpass/preview')
    const preview = await previewSecurityContext(SAFE_MACROS + macros(sql), context)
    const { text = '', values = [] } = preview.sql[0] ?? {}
    const shown = [...values]
      .sort((a, b) => b.start - a.start)
      .reduce(
        (all, { start, end }) => `${all.slice(0, start)}⟦${all.slice(start, end)}⟧${all.slice(end)}`,
        text,
      )
    expect(shown.trim()).toBe(marked)
  })
})

describe('braces that open an expression', () => {
  test('have a separate message', async () => {
    const sql = `d = '{{ ${KEY}.id | replace("'", "''") | safe }}'`
    const { findings } = await previewSecurityContext(inBlock(sql), { id: 'x' })
    expect(findings[0]).toMatchObject({ code: 'injection-in-quotes', example: { value: '{' } })
    expect(findings[0]?.message).toBe(
      'id stands between quotes: the service reads braces in the value as a part of the model.',
    )
  })
})
