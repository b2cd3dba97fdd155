import { type JsonObject, previewSecurityContext, SAFE_MACROS } from 'guestpass/preview'
import { describe, expect, test } from 'vitest'

const KEY = 'COMPILE_CONTEXT.securityContext'

const model = (sql: string) =>
  `cubes:\n  - name: orders\n    sql: |\n      ${sql.replaceAll('\n', '\n      ')}\n`

async function findingsOf(sql: string, context: JsonObject) {
  return (await previewSecurityContext(model(sql), context)).findings
}

/** The findings about branches, without the findings about values that break out. */
async function codesOf(sql: string, context: JsonObject) {
  const findings = await findingsOf(sql, context)
  return findings.map(({ code }) => code).filter((code) => !code.startsWith('injection'))
}

const IDIOM = `SELECT * FROM orders
{% if ${KEY}.orgId %}
WHERE organisation = '{ ${KEY}.orgId }'
{% else %}
WHERE 1 = 1
{% endif %}`

/** Models that show every row while their key is not there. */
const OPEN: readonly (readonly [string, string])[] = [
  ['a WHERE in the branch', IDIOM],
  [
    'no other branch',
    `SELECT * FROM orders {% if ${KEY}.orgId %}WHERE organisation = '{ ${KEY}.orgId }'{% endif %}`,
  ],
  [
    'an AND in the branch',
    `SELECT * FROM orders WHERE id > 0 {% if ${KEY}.orgId %}AND organisation = '{ ${KEY}.orgId }'{% endif %}`,
  ],
  [
    'only a predicate',
    `SELECT * FROM orders WHERE {% if ${KEY}.orgId %}organisation = '{ ${KEY}.orgId }'{% else %}TRUE{% endif %}`,
  ],
  [
    'another predicate',
    `SELECT * FROM orders WHERE {% if ${KEY}.orgId %}organisation = '{ ${KEY}.orgId }'{% else %}country = 'Canada'{% endif %}`,
  ],
  [
    'a whole statement',
    `{% if ${KEY}.orgId %}SELECT * FROM orders WHERE organisation = '{ ${KEY}.orgId }'{% else %}SELECT * FROM orders{% endif %}`,
  ],
  [
    'a negated condition',
    `SELECT * FROM orders {% if not ${KEY}.orgId %}WHERE 1 = 1{% else %}WHERE organisation = '{ ${KEY}.orgId }'{% endif %}`,
  ],
  [
    'a comparison',
    `SELECT * FROM orders {% if ${KEY}.orgId is defined and ${KEY}.orgId != "" and ${KEY}.orgId is not none and ${KEY}.orgId %}WHERE organisation = '{ ${KEY}.orgId }'{% endif %}`,
  ],
  [
    'a short name',
    `{% set context = ${KEY} %}SELECT * FROM orders {% if context.orgId %}WHERE organisation = '{{ context.orgId | safe }}'{% endif %}`,
  ],
  [
    'an inline condition',
    `SELECT * FROM orders {{ ("WHERE organisation = '" ~ ${KEY}.orgId ~ "'") | safe if ${KEY}.orgId else "" }}`,
  ],
  [
    'a default',
    `SELECT * FROM orders {% set org = ${KEY}.orgId | default("", true) %}{% if org %}WHERE organisation = '{{ org | safe }}'{% endif %}`,
  ],
  [
    'a macro',
    `{% macro only(org) %}{% if org %}WHERE organisation = '{{ org | safe }}'{% endif %}{% endmacro %}SELECT * FROM orders {{ only(${KEY}.orgId) }}`,
  ],
  [
    'a short name of a short name',
    `{% set context = COMPILE_CONTEXT %}{% set viewer = context.securityContext %}{% set org = viewer.orgId %}SELECT * FROM orders {% if org %}WHERE organisation = '{{ org | safe }}'{% endif %}`,
  ],
  [
    'a condition within a condition',
    `SELECT * FROM orders {% if ${KEY}.orgId %}{% if true %}WHERE organisation = '{ ${KEY}.orgId }'{% endif %}{% endif %}`,
  ],
]

const ABSENT: readonly JsonObject[] = [
  {},
  { orgId: null },
  { orgId: '' },
  { orgId: [] },
  { orgId: 0 },
  { orgId: false },
]

describe('a filter that a missing or empty value leaves out is reported', () => {
  test.each(OPEN)('%s', async (_, sql) => {
    for (const context of ABSENT) expect(await codesOf(sql, context)).toContain('filter-left-out')
    expect(await codesOf(sql, { orgId: 'acme' })).not.toContain('filter-left-out')
  })

  test('names the value, the field and what to write', async () => {
    expect(await findingsOf(IDIOM, {})).toMatchObject([
      {
        code: 'filter-left-out',
        at: { line: 5, column: 7 },
        path: 'orgId',
        message:
          'orgId is not in the security context, so orders.sql does not contain the filter that depends on it.',
        advice:
          'Keep the filter outside the condition, or let the other branch return no rows: {% else %} WHERE 1 = 0.',
      },
    ])
  })

  test.each<[string, string, JsonObject]>([
    [
      'a list in a loop',
      `SELECT * FROM orders WHERE true {% for country in ${KEY}.countries %}AND country <> '{{ country | safe }}'{% endfor %}`,
      { countries: [] },
    ],
    [
      'a list of objects in a loop',
      `SELECT * FROM orders {% for team in ${KEY}.teams %}{% if loop.first %}WHERE team = {{ team.id | int }}{% endif %}{% endfor %}`,
      { teams: [] },
    ],
    [
      'a list with the helper',
      `SELECT * FROM orders {% if ${KEY}.countries %}WHERE country IN {{ list(${KEY}.countries) }}{% endif %}`,
      { countries: [] },
    ],
    [
      'a number',
      `SELECT * FROM orders {% if ${KEY}.id %}WHERE organisation_id = {{ ${KEY}.id | int }}{% endif %}`,
      {},
    ],
    [
      'a nested path',
      `SELECT * FROM orders {% if ${KEY}.org and ${KEY}.org.id %}WHERE organisation = '{ ${KEY}.org.id }'{% endif %}`,
      {},
    ],
    [
      'a key of a role that is missing too',
      `SELECT * FROM orders {% if ${KEY}.role == "tenant" %}WHERE organisation = '{ ${KEY}.orgId }'{% endif %}`,
      {},
    ],
    [
      'a list of known values',
      `SELECT * FROM orders {% if ${KEY}.orgId in ["acme", "globex"] %}WHERE organisation = '{ ${KEY}.orgId }'{% endif %}`,
      {},
    ],
    [
      'a flag that is missing',
      `SELECT * FROM orders {% if ${KEY}.isTenant %}WHERE organisation = '{ ${KEY}.orgId }'{% endif %}`,
      { orgId: 'acme' },
    ],
    [
      'a default that is the column',
      `SELECT * FROM orders WHERE organisation = {{ ${KEY}.orgId | default("organisation") | safe }}`,
      {},
    ],
    [
      'a default that is the pattern for every text',
      `SELECT * FROM orders WHERE organisation LIKE '{{ ${KEY}.orgId | default("%") | safe }}'`,
      {},
    ],
    [
      'a default that is a predicate',
      `SELECT * FROM orders WHERE {{ ("organisation = '" ~ ${KEY}.orgId ~ "'") | safe if ${KEY}.orgId is defined else "1 = 1" }}`,
      {},
    ],
    [
      'a comparison of the value with nothing',
      `SELECT * FROM orders WHERE ('{{ ${KEY}.orgId | safe }}' = '' OR organisation = '{{ ${KEY}.orgId | safe }}')`,
      { orgId: '' },
    ],
    [
      'a value that is not there, compared with its text',
      `SELECT * FROM orders WHERE ('{ ${KEY}.orgId }' = 'undefined' OR organisation = '{ ${KEY}.orgId }')`,
      {},
    ],
    [
      'NULL IS NULL',
      `${SAFE_MACROS}SELECT * FROM orders WHERE ({{ safe_text(${KEY}.orgId) }} IS NULL OR organisation = {{ safe_text(${KEY}.orgId) }})`,
      { orgId: null },
    ],
    [
      'COALESCE',
      `${SAFE_MACROS}SELECT * FROM orders WHERE organisation = COALESCE({{ safe_text(${KEY}.orgId) }}, organisation)`,
      {},
    ],
    [
      'NULLIF',
      `SELECT * FROM orders WHERE organisation = COALESCE(NULLIF('{{ ${KEY}.orgId | safe }}', ''), organisation)`,
      { orgId: '' },
    ],
    [
      'a pattern with nothing before it',
      `SELECT * FROM orders WHERE organisation LIKE '{{ ${KEY}.orgId | safe }}' || '%'`,
      { orgId: '' },
    ],
    [
      'a pattern of GLOB',
      `SELECT * FROM orders WHERE organisation GLOB '{{ ${KEY}.orgId | default("*") | safe }}'`,
      {},
    ],
    [
      'an alternative inside NOT',
      `SELECT * FROM orders WHERE NOT (1 = 0 {% if ${KEY}.orgId %}OR organisation = '{ ${KEY}.orgId }'{% endif %})`,
      {},
    ],
    [
      'a role that is misspelt',
      `SELECT * FROM orders {% if ${KEY}.role == "tenant" %}WHERE organisation = '{ ${KEY}.orgId }'{% endif %}`,
      { role: 'Tenant', orgId: 'acme' },
    ],
    [
      'a role that is missing',
      `SELECT * FROM orders {% if "tenant" in ${KEY}.roles %}WHERE organisation = '{ ${KEY}.orgId }'{% endif %}`,
      { orgId: 'acme' },
    ],
    [
      'a flag that is a text',
      `SELECT * FROM orders {% if ${KEY}.isTenant is true %}WHERE organisation = '{ ${KEY}.orgId }'{% endif %}`,
      { isTenant: 'true', orgId: 'acme' },
    ],
    [
      'a value of another type',
      `SELECT * FROM orders {% if ${KEY}.id is number %}WHERE organisation_id = {{ ${KEY}.id }}{% endif %}`,
      { id: '7' },
    ],
    [
      'a value that is not in the list',
      `SELECT * FROM orders {% if ${KEY}.orgId in ["acme"] %}WHERE organisation = '{ ${KEY}.orgId }'{% endif %}`,
      { orgId: 'other' },
    ],
    ["Cube's older filter", `SELECT * FROM orders WHERE {SECURITY_CONTEXT.orgId.filter('organisation')}`, {}],
  ])('%s', async (_, sql, context) => {
    expect(await codesOf(sql, context)).toContain('filter-left-out')
  })
})

describe('SQL that shows no more rows is not reported', () => {
  test.each<[string, string, JsonObject]>([
    ['no rows in the other branch', IDIOM.replace('1 = 1', '1 = 0'), {}],
    ['no rows in the other branch', IDIOM.replace('1 = 1', 'FALSE'), { orgId: '' }],
    ['no rows, with the key', IDIOM.replace('1 = 1', '1 = 0'), { orgId: 'acme' }],
    [
      'no rows, next to another filter',
      `SELECT * FROM orders WHERE (id > 0 {% if ${KEY}.orgId %}AND organisation = '{ ${KEY}.orgId }'{% else %}AND 1 = 0{% endif %})`,
      {},
    ],
    [
      'a viewer with every row',
      `SELECT * FROM orders {% if ${KEY}.superUser is true %}WHERE 1 = 1{% else %}WHERE organisation = '{ ${KEY}.orgId }'{% endif %}`,
      { superUser: true },
    ],
    [
      'a flag that is false',
      `SELECT * FROM orders {% if ${KEY}.isTenant %}WHERE organisation = '{ ${KEY}.orgId }'{% endif %}`,
      { orgId: 'acme', isTenant: false },
    ],
    [
      'another role, with every row',
      `SELECT * FROM orders {% if ${KEY}.role == "tenant" %}WHERE organisation = '{ ${KEY}.orgId }'{% endif %}`,
      { role: 'admin', orgId: 'acme' },
    ],
    [
      'another role, with another filter',
      `SELECT * FROM orders WHERE organisation = '{ ${KEY}.orgId }' {% if ${KEY}.role == "agent" %}AND id = '{ ${KEY}.userId }'{% endif %}`,
      { role: 'agents', orgId: 'acme', userId: 'ana' },
    ],
    [
      'an alternative that adds rows',
      `SELECT * FROM orders WHERE country = 'Canada' {% if ${KEY}.orgId %}OR organisation = '{ ${KEY}.orgId }'{% endif %}`,
      {},
    ],
    [
      'a statement that adds rows',
      `SELECT * FROM orders WHERE organisation = '{ ${KEY}.orgId }' {% if ${KEY}.parent %}UNION ALL SELECT * FROM orders WHERE organisation = '{ ${KEY}.parent }'{% endif %}`,
      { orgId: 'acme', parent: 'globex' },
    ],
    [
      'a flag that is missing, with rows to add',
      `SELECT * FROM orders WHERE organisation = '{ ${KEY}.orgId }' {% if ${KEY}.superUser %}OR 1 = 1{% endif %}`,
      { orgId: 'acme' },
    ],
    [
      'a flag that is false, and no key',
      `SELECT * FROM orders {% if ${KEY}.isTenant == true %}WHERE organisation = '{ ${KEY}.orgId }'{% endif %}`,
      { isTenant: false },
    ],
    [
      'a condition on the whole context',
      `SELECT * FROM orders {% if ${KEY} and ${KEY}.orgId is defined %}WHERE organisation = '{ ${KEY}.orgId }'{% else %}WHERE 1 = 0{% endif %}`,
      { orgId: 'acme' },
    ],
    [
      'a flag that is missing, with a filter',
      `SELECT * FROM orders {% if ${KEY}.superUser %}WHERE 1 = 1{% else %}WHERE organisation = '{ ${KEY}.orgId }'{% endif %}`,
      { orgId: 'acme' },
    ],
    [
      'another filter in place',
      `SELECT * FROM orders {% if ${KEY}.admin %}WHERE country = '{ ${KEY}.country }'{% else %}WHERE organisation = '{ ${KEY}.orgId }'{% endif %}`,
      { orgId: 'acme' },
    ],
    [
      'an empty list with the helper',
      `SELECT * FROM orders WHERE country IN {{ list(${KEY}.countries) }}`,
      { countries: [] },
    ],
    [
      'a default that is a value',
      `SELECT * FROM orders WHERE organisation = '{{ ${KEY}.orgId | default("nobody") | safe }}'`,
      {},
    ],
    ['a name with a default', `SELECT * FROM {{ ${KEY}.schema | default("main") | safe }}.orders`, {}],
    [
      'a name that is checked',
      `SELECT * FROM {% if ${KEY}.schema in ["acme"] %}{{ ${KEY}.schema | safe }}{% else %}nobody{% endif %}.orders`,
      {},
    ],
  ])('%s %j', async (_, sql, context) => {
    expect(await codesOf(sql, context)).not.toContain('filter-left-out')
    expect(await codesOf(sql, context)).not.toContain('condition-not-boolean')
  })

  test.each([
    ['1 = 0 OR true'],
    ['1 = 0 OR country IS NOT NULL'],
    ['NOT (1 = 0)'],
    ['id NOT IN (SELECT id FROM orders WHERE 1 = 0)'],
    ['id IS NOT NULL EXCEPT SELECT * FROM orders WHERE 1 = 0'],
    ['1 = 1.0'],
    ['1 = 1'],
    ['0 <> 1'],
  ])('but %s shows rows', async (predicate) => {
    expect(await codesOf(IDIOM.replace('1 = 1', predicate), {})).toContain('filter-left-out')
  })
})

describe('no rows in the branch are more rows in the statement', () => {
  const FILTER = `{% if ${KEY}.orgId %}AND organisation = '{ ${KEY}.orgId }'{% else %}AND 1 = 0{% endif %}`

  test.each([
    [`SELECT * FROM orders WHERE NOT (id > 0 ${FILTER})`],
    [`SELECT * FROM orders o WHERE NOT EXISTS (SELECT 1 FROM orders WHERE id = o.id ${FILTER})`],
    [`SELECT * FROM orders WHERE id NOT IN (SELECT id FROM orders WHERE id > 0 ${FILTER})`],
    [`SELECT * FROM orders EXCEPT SELECT * FROM orders WHERE id > 0 ${FILTER}`],
    [`SELECT * FROM orders WHERE CASE WHEN (id > 0 ${FILTER}) THEN false ELSE true END`],
    [`SELECT * FROM orders WHERE id <> ALL (SELECT id FROM orders WHERE id > 0 ${FILTER})`],
    [`SELECT * FROM orders o LEFT JOIN orders p ON p.id = o.id ${FILTER} WHERE p.id IS NULL`],
    [
      `SELECT * FROM orders WHERE NOT ({% if ${KEY}.orgId %}organisation = '{ ${KEY}.orgId }'{% else %}1 = 0{% endif %})`,
    ],
  ])('%s', async (sql) => {
    expect(await codesOf(sql, {})).toContain('filter-left-out')
    const withKey = await findingsOf(sql, { orgId: 'acme' })
    const proposed = [...(await findingsOf(sql, {})), ...withKey].filter(
      ({ code }) => !code.startsWith('injection'),
    )
    expect(proposed.flatMap(({ fixedModel }) => fixedModel ?? [])).toEqual([])
    expect(proposed.map(({ advice }) => advice).join()).not.toMatch(/1 = 0|is (true|false|not false)/)
  })

  test('nor is a flag there compared', async () => {
    const sql = `SELECT * FROM orders WHERE NOT ({% if ${KEY}.f %}TRUE{% else %}a = '{ ${KEY}.orgId }'{% endif %})`
    const findings = await findingsOf(sql, { f: 'no', orgId: 'acme' })
    expect(findings).toMatchObject([{ code: 'condition-not-boolean' }])
    expect(findings[0]?.advice).not.toMatch(/1 = 0|is (true|false|not false)/)
    expect(findings[0]?.fixedModel).toBeUndefined()
  })

  test.each([
    [`SELECT * FROM (SELECT * FROM orders WHERE id > 0 ${FILTER}) AS o`],
    [`WITH o AS (SELECT * FROM orders WHERE id > 0 ${FILTER}) SELECT * FROM o`],
    [`SELECT * FROM orders o JOIN orders p ON p.id = o.id ${FILTER}`],
    [`SELECT * FROM orders WHERE id IN (SELECT id FROM orders WHERE id > 0 ${FILTER})`],
    [`SELECT * FROM orders o WHERE EXISTS (SELECT 1 FROM orders WHERE id = o.id ${FILTER})`],
    [`SELECT * FROM orders o LEFT JOIN orders p ON p.id = o.id WHERE o.id > 0 ${FILTER}`],
  ])('but not in %s', async (sql) => {
    expect(await codesOf(sql, {})).not.toContain('filter-left-out')
  })
})

describe('the advice for a condition depends on its branches', () => {
  test.each(OPEN.slice(0, 7))('a key keeps its filter: %s', async (_, sql) => {
    const findings = await findingsOf(sql, { orgId: 'acme' })
    const advice = findings.find(({ code }) => code === 'condition-not-boolean')?.advice ?? ''
    expect(advice).toMatch(/^Keep the filter outside the condition, or let the other branch return no rows/)
    expect(advice).not.toMatch(/is (true|defined)/)
  })

  test.each<[string, string, JsonObject, string]>([
    [
      'the flag shows every row',
      `{% if ${KEY}.f %}WHERE 1 = 1{% else %}WHERE a = '{ ${KEY}.orgId }'{% endif %}`,
      { f: 'no', orgId: 'a' },
      `{% if ${KEY}.f is true %}`,
    ],
    [
      'the flag shows every row, negated',
      `{% if not ${KEY}.f %}WHERE a = '{ ${KEY}.orgId }'{% endif %}`,
      { f: 'no', orgId: 'a' },
      `{% if ${KEY}.f is true %}`,
    ],
    [
      'the flag filters',
      `{% if ${KEY}.f %}WHERE a = '{ ${KEY}.orgId }'{% endif %}`,
      { f: 'no', orgId: 'a' },
      `{% if ${KEY}.f is not false %}`,
    ],
    [
      'both branches filter',
      `{% if ${KEY}.f %}WHERE a = '{ ${KEY}.orgId }'{% else %}WHERE b = '{ ${KEY}.userId }'{% endif %}`,
      { f: 'no', orgId: 'a', userId: 'b' },
      `{% elif ${KEY}.f is false %} … {% else %} WHERE 1 = 0`,
    ],
    [
      'the flag blocks a viewer',
      `{% if ${KEY}.f %}WHERE 1 = 0{% else %}WHERE a = '{ ${KEY}.orgId }'{% endif %}`,
      { f: 'no', orgId: 'a' },
      `{% elif ${KEY}.f is false %} … {% else %} WHERE 1 = 0`,
    ],
    [
      'the flag shows some rows',
      `{% if ${KEY}.f %}WHERE public = 1{% else %}WHERE a = '{ ${KEY}.orgId }'{% endif %}`,
      { f: 'no', orgId: 'a' },
      `{% elif ${KEY}.f is false %} … {% else %} WHERE 1 = 0`,
    ],
    [
      'a list',
      `{% if ${KEY}.f %}WHERE 1 = 1{% else %}WHERE a = '{ ${KEY}.orgId }'{% endif %}`,
      { f: ['x'], orgId: 'a' },
      `{% if ${KEY}.f | length > 0 %}`,
    ],
  ])('%s', async (_, branches, context, advice) => {
    const findings = await findingsOf(`SELECT * FROM orders ${branches}`, context)
    const condition = findings.find(({ code }) => code === 'condition-not-boolean')
    expect(condition?.advice).toContain(advice)
  })
})

describe('a key whose name is not in the text is reported', () => {
  test.each([
    [`{% set key = "orgId" %}{% if ${KEY}[key] %}WHERE organisation = '{{ ${KEY}[key] | safe }}'{% endif %}`],
    [`{% if ${KEY} | attr("orgId") %}WHERE organisation = '{{ ${KEY} | attr("orgId") | safe }}'{% endif %}`],
    [`{% for key, value in ${KEY} | items %}WHERE {{ key | safe }} = '{{ value | safe }}'{% endfor %}`],
    [`{% set viewer = ${KEY} or {} %}{% if viewer.orgId %}WHERE a = '{{ viewer.orgId | safe }}'{% endif %}`],
    [
      `{% macro only(viewer) %}{% if viewer.orgId %}WHERE a = '{{ viewer.orgId | safe }}'{% endif %}{% endmacro %}{{ only(${KEY}) }}`,
    ],
  ])('%s', async (sql) => {
    expect(await codesOf(`SELECT * FROM orders ${sql}`, {})).toContain('not-followed')
  })

  test('but a short name for the whole context is followed', async () => {
    const sql = `{% set viewer = ${KEY} %}SELECT * FROM orders WHERE organisation_id = {{ viewer["orgId"] | int }}`
    expect(await codesOf(sql, { orgId: 7 })).toEqual([])
  })
})

describe('a value that a macro refuses', () => {
  const isNull = `${SAFE_MACROS}SELECT * FROM orders WHERE ({{ safe_text(${KEY}.orgId) }} IS NULL OR organisation = {{ safe_text(${KEY}.orgId) }})`
  const coalesced = `${SAFE_MACROS}SELECT * FROM orders WHERE organisation = COALESCE({{ safe_text(${KEY}.orgId) }}, organisation)`
  const closed = `${SAFE_MACROS}SELECT * FROM orders WHERE organisation = {{ safe_text(${KEY}.orgId) }}`
  const REFUSED: readonly JsonObject[string][] = ['a\\b', 'a{b', 'a"b', 'a\nb', ['acme'], { id: 'acme' }]

  test.each(REFUSED)('%j leaves the filter out where NULL shows every row', async (orgId) => {
    expect(await codesOf(isNull, { orgId })).toContain('filter-left-out')
    expect(await codesOf(coalesced, { orgId })).toContain('filter-left-out')
  })

  test.each(REFUSED)('%j shows no rows where NULL is compared, which is not a finding', async (orgId) => {
    expect(await codesOf(closed, { orgId })).not.toContain('filter-left-out')
  })

  test.each(['acme', "O'Hara", 7])('%j is accepted, which is not a finding', async (orgId) => {
    expect(await codesOf(isNull, { orgId })).not.toContain('filter-left-out')
    expect(await codesOf(closed, { orgId })).not.toContain('filter-left-out')
  })
})
