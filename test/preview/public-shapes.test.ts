import { type FindingCode, type JsonObject, previewSecurityContext, SAFE_MACROS } from 'guestpass/preview'
import { describe, expect, test } from 'vitest'
import { refusalsOfVendor } from './vendor-push'

const KEY = 'COMPILE_CONTEXT.securityContext'

const COLUMNS = `
    dimensions:
      - name: id
        sql: "{CUBE}.id"
        type: number
        primary_key: true
    measures:
      - name: count
        type: count
`

/** A cube as people write it, with one SQL. */
const cube = (sql: string, block = '>') =>
  `cubes:\n  - name: orders\n    title: Orders\n    data_source: default\n    sql: ${block}\n      ${sql.replaceAll('\n', '\n      ')}\n${COLUMNS}`

const onTable = (table: string, more = '') =>
  `cubes:\n  - name: orders\n    sql_table: ${table}\n${more}${COLUMNS}`

interface Shape {
  readonly name: string
  readonly model: string
  readonly contexts: readonly (readonly [JsonObject, readonly FindingCode[]])[]
}

const IN_QUOTES = 'injection-in-quotes'
const BARE = 'injection-bare'
const IN_NAME = 'injection-in-name'
const IN_LIST = 'injection-in-list'
const MISSING = 'missing-key'
const LEFT_OUT = 'filter-left-out'
const CONDITION = 'condition-not-boolean'
const AS_TEXT = 'list-as-text'
const NOT_FOLLOWED = 'not-followed'
const FOLDED = 'folded-comment'
const REFUSED = 'push-refused'

/** Written for this test, in the shapes of models in public repositories. */
const SHAPES: readonly Shape[] = [
  {
    name: 'a tenant in quotes',
    model: cube(`SELECT * FROM public.orders\nWHERE tenant_id = '{ ${KEY}.tenantId }'`),
    contexts: [
      [{ tenantId: 't1' }, [IN_QUOTES]],
      [{ tenantId: 7 }, [IN_QUOTES]],
      [{ tenantID: 't1' }, [IN_QUOTES, MISSING]],
      [{}, [IN_QUOTES, MISSING]],
    ],
  },
  {
    name: 'a tenant behind a condition, with every row otherwise',
    model: cube(
      `SELECT * FROM "Company"\n{% if ${KEY}.companyId %}\nWHERE "Company"."id" = '{ ${KEY}.companyId }'\n{% else %}\nWHERE 1 = 1\n{% endif %}`,
    ),
    contexts: [
      [{ companyId: 'c1' }, [CONDITION, IN_QUOTES]],
      [{ companyId: '' }, [LEFT_OUT]],
      [{}, [LEFT_OUT]],
      [{ companyid: 'c1' }, [LEFT_OUT, MISSING]],
    ],
  },
  {
    name: 'a tenant behind a condition, with no row otherwise',
    model: cube(
      `SELECT * FROM companies\n{% if ${KEY}.companyId %}\nWHERE id = {{ ${KEY}.companyId | int }}\n{% else %}\nWHERE 1 = 0\n{% endif %}`,
    ),
    contexts: [
      [{ companyId: 7 }, []],
      [{}, []],
      [{ companyId: null }, []],
    ],
  },
  {
    name: 'a super user',
    model: cube(
      `SELECT * FROM orders\n{% if ${KEY}.superUser %}\nWHERE 1 = 1\n{% else %}\nWHERE org = '{ ${KEY}.orgId }'\n{% endif %}`,
    ),
    contexts: [
      [{ superUser: true }, []],
      [{ superUser: true, orgId: 'a' }, []],
      [{ superUser: false, orgId: 'a' }, [IN_QUOTES]],
      [{ orgId: 'a' }, [IN_QUOTES]],
      [{ superUser: 'false', orgId: 'a' }, [CONDITION]],
    ],
  },
  {
    name: 'a super user who is compared',
    model: cube(
      `SELECT * FROM orders\n{% if ${KEY}.superUser is true %}\nWHERE 1 = 1\n{% else %}\nWHERE org = {{ ${KEY}.orgId | int }}\n{% endif %}`,
    ),
    contexts: [
      [{ superUser: true }, []],
      [{ superUser: 'true', orgId: 7 }, []],
      [{ orgId: 7 }, []],
    ],
  },
  {
    name: 'roles by name',
    model: cube(
      `SELECT * FROM orders\n{% if ${KEY}.role == "admin" %}\nWHERE 1 = 1\n{% elif ${KEY}.role == "manager" %}\nWHERE region = '{ ${KEY}.region }'\n{% else %}\nWHERE user_id = '{ ${KEY}.userId }'\n{% endif %}`,
    ),
    contexts: [
      [{ role: 'admin' }, []],
      [{ role: 'manager', region: 'EU' }, [IN_QUOTES]],
      [{ role: 'viewer', userId: 'u1' }, [IN_QUOTES]],
      [{ userId: 'u1' }, [IN_QUOTES]],
    ],
  },
  {
    name: 'a role without another branch',
    model: cube(
      `SELECT * FROM orders\n{% if ${KEY}.role == "tenant" %}\nWHERE org = '{ ${KEY}.orgId }'\n{% endif %}`,
    ),
    contexts: [
      [{ role: 'tenant', orgId: 'a' }, [IN_QUOTES]],
      [{ role: 'admin', orgId: 'a' }, []],
      [{}, [LEFT_OUT]],
    ],
  },
  {
    name: 'countries with the helper',
    model: cube(`SELECT * FROM orders WHERE country IN {{ list(${KEY}.countries) }}`),
    contexts: [
      [{ countries: ['DE', 'FR'] }, [IN_LIST]],
      [{ countries: [] }, [IN_LIST]],
      [{}, [IN_LIST, MISSING]],
    ],
  },
  {
    name: 'countries with the helper, when there are any',
    model: cube(
      `SELECT * FROM orders WHERE deleted = 0\n{% if ${KEY}.countries %}\nAND country IN {{ list(${KEY}.countries) }}\n{% endif %}`,
    ),
    contexts: [
      [{ countries: ['DE'] }, [CONDITION, IN_LIST]],
      [{ countries: [] }, [LEFT_OUT]],
      [{}, [LEFT_OUT]],
    ],
  },
  {
    name: 'a list as one text',
    model: cube(`SELECT * FROM orders WHERE country IN ('{ ${KEY}.countries }')`),
    contexts: [
      [{ countries: ['DE', 'FR'] }, [IN_LIST, AS_TEXT]],
      [{ countries: 'DE' }, [IN_QUOTES]],
    ],
  },
  {
    name: 'a list that is joined',
    model: cube(`SELECT * FROM orders WHERE store_id IN ({{ ${KEY}.stores | join(", ") }})`),
    contexts: [
      [{ stores: [1, 2] }, [IN_LIST]],
      [{ stores: ['1'] }, [IN_LIST]],
      [{ stores: [] }, [IN_LIST]],
    ],
  },
  {
    name: 'a loop with OR',
    model: cube(
      `SELECT * FROM orders WHERE false\n{% for store in ${KEY}.stores %}\nOR store_id = {{ store | int }}\n{% endfor %}`,
    ),
    contexts: [
      [{ stores: [1, 2] }, []],
      [{ stores: [1] }, []],
    ],
  },
  {
    name: 'a loop with AND, which narrows',
    model: cube(
      `SELECT * FROM orders WHERE 1 = 1\n{% for tag in ${KEY}.hiddenTags %}\nAND tag <> '{{ tag | safe }}'\n{% endfor %}`,
    ),
    contexts: [
      [{ hiddenTags: ['x'] }, [IN_LIST]],
      [{ hiddenTags: [] }, [LEFT_OUT]],
    ],
  },
  {
    name: 'a schema for each tenant',
    model: onTable(`"{ ${KEY}.schema }.orders"`),
    contexts: [
      [{ schema: 'acme' }, [IN_NAME]],
      [{}, [IN_NAME, MISSING]],
    ],
  },
  {
    name: 'a schema that is checked',
    model: onTable(
      `"{% if ${KEY}.schema in ['acme', 'globex'] %}{{ ${KEY}.schema | safe }}{% else %}nobody{% endif %}.orders"`,
    ),
    contexts: [
      [{ schema: 'acme' }, []],
      [{ schema: 'x' }, []],
      [{}, []],
    ],
  },
  {
    name: 'a table with a suffix',
    model: onTable(`orders_{{ ${KEY}.env | safe }}`),
    contexts: [
      [{ env: 'staging' }, [IN_NAME]],
      [{ env: 7 }, [IN_NAME]],
      [{}, [IN_NAME, LEFT_OUT, MISSING]],
    ],
  },
  {
    name: 'a database of Snowflake',
    model: cube(`SELECT * FROM {{ ${KEY}.database }}.PUBLIC.ORDERS`),
    contexts: [
      [{ database: 'ACME_DB' }, [IN_NAME]],
      [{ database: 'globex' }, [IN_NAME]],
      [{}, [IN_NAME, MISSING]],
    ],
  },
  {
    name: 'a nested path',
    model: cube(`SELECT * FROM orders WHERE org_id = '{ ${KEY}.user.org.id }'`),
    contexts: [
      [{ user: { org: { id: 'a' } } }, [IN_QUOTES]],
      [{ user: {} }, [IN_QUOTES, MISSING]],
      [{ user: { org: {} } }, [IN_QUOTES, MISSING]],
    ],
  },
  {
    name: 'a number that Jinja prints',
    model: cube(`SELECT * FROM public.orders WHERE customer_id = {{ ${KEY}.customerId }}`),
    contexts: [
      [{ customerId: 7 }, [BARE]],
      [{ customerId: 'c7' }, [BARE]],
    ],
  },
  {
    name: 'a number that is made one',
    model: cube(`SELECT * FROM orders WHERE customer_id = {{ ${KEY}.customerId | int }}`),
    contexts: [
      [{ customerId: 7 }, []],
      [{ customerId: '7' }, []],
      [{}, [MISSING]],
    ],
  },
  {
    name: 'a default',
    model: cube(`SELECT * FROM orders WHERE customer_id = {{ ${KEY}.customerId | default(-1) | int }}`),
    contexts: [
      [{ customerId: 7 }, []],
      [{}, []],
    ],
  },
  {
    name: 'quotes that are doubled',
    model: cube(`SELECT * FROM orders WHERE name = '{{ ${KEY}.name | replace("'", "''") | safe }}'`),
    contexts: [
      [{ name: 'Ana' }, [IN_QUOTES]],
      [{ name: "O'Brien" }, [IN_QUOTES]],
      [{}, [IN_QUOTES, MISSING]],
    ],
  },
  {
    name: 'the macros of this package',
    model:
      SAFE_MACROS +
      cube(
        `SELECT * FROM orders WHERE name = {{ safe_text(${KEY}.name) }} AND country IN {{ safe_list(${KEY}.countries) }}`,
      ),
    contexts: [
      [{ name: "O'Brien", countries: ['DE', "x') OR ('1'='1"] }, []],
      [{ name: '{CUBE}', countries: [] }, []],
      [{ name: 'Ana' }, [MISSING]],
    ],
  },
  {
    name: 'a macro of its own',
    model: cube(
      `{% macro only(column, value) %}{% if value %}AND {{ column | safe }} = '{{ value | safe }}'{% endif %}{% endmacro %}\nSELECT * FROM orders WHERE true {{ only("org", ${KEY}.orgId) }}`,
    ),
    contexts: [
      [{ orgId: 'a' }, [IN_QUOTES]],
      [{ orgId: '' }, [IN_QUOTES, LEFT_OUT]],
    ],
  },
  {
    name: 'a short name for the context',
    model: cube(
      `{% set context = ${KEY} %}\nSELECT * FROM orders {% if context.orgId %}WHERE org = {{ context.orgId | int }}{% endif %}`,
    ),
    contexts: [
      [{ orgId: 7 }, [CONDITION]],
      [{}, [LEFT_OUT]],
    ],
  },
  {
    name: 'an inline condition',
    model: cube(`SELECT * FROM orders WHERE true {{ "AND archived = 0" if ${KEY}.hideArchived else "" }}`),
    contexts: [
      [{ hideArchived: true }, []],
      [{}, []],
      [{ hideArchived: 'no' }, [CONDITION]],
    ],
  },
  {
    name: "Cube's older filter",
    model: cube("SELECT * FROM orders WHERE {SECURITY_CONTEXT.orgId.filter('org_id')}"),
    contexts: [
      [{ orgId: 'a' }, []],
      [{}, [MISSING, LEFT_OUT]],
    ],
  },
  {
    name: "Cube's older value",
    model: cube("SELECT * FROM orders WHERE region = '{SECURITY_CONTEXT.region.unsafeValue()}'"),
    contexts: [
      [{ region: 'EU' }, [IN_QUOTES]],
      [{ region: 7 }, [IN_QUOTES]],
      [{}, [IN_QUOTES, MISSING]],
    ],
  },
  {
    name: 'a comment in a folded block',
    model: cube(`SELECT * FROM orders -- one row per order\nWHERE org_id = {{ ${KEY}.orgId | int }}`),
    contexts: [
      [{ orgId: 7 }, [FOLDED]],
      [{ orgId: 8 }, [FOLDED]],
    ],
  },
  {
    name: 'a comment in a block that keeps its lines',
    model: cube(`SELECT * FROM orders -- one row per order\nWHERE org_id = {{ ${KEY}.orgId | int }}`, '|'),
    contexts: [
      [{ orgId: 7 }, []],
      [{ orgId: 8 }, []],
    ],
  },
  {
    name: 'a segment, a refresh key and a dimension',
    model: `cubes:
  - name: orders
    sql_table: public.orders
    refresh_key:
      sql: SELECT MAX(updated_at) FROM public.orders WHERE org_id = {{ ${KEY}.orgId | int }}
    segments:
      - name: own
        sql: "{CUBE}.owner = '{ ${KEY}.userId }'"
    dimensions:
      - name: local_time
        sql: "{CUBE}.created_at AT TIME ZONE '{ ${KEY}.zone }'"
        type: time
`,
    contexts: [
      [{ orgId: 7, userId: 'u1', zone: 'UTC' }, [IN_QUOTES, IN_QUOTES]],
      [{ orgId: 7, userId: 'u1' }, [IN_QUOTES, IN_QUOTES, MISSING]],
    ],
  },
  {
    name: 'an access policy',
    model: onTable(
      'orders',
      `    access_policy:\n      - role: manager\n        row_level:\n          filters:\n            - member: region\n              operator: equals\n              values: ["{ security_context.region }"]\n`,
    ),
    contexts: [
      [{ region: "x' OR '1'='1" }, []],
      [{}, [MISSING]],
      [{ region: '' }, [LEFT_OUT]],
    ],
  },
  {
    name: 'an access policy in a form of another version',
    model: onTable(
      'orders',
      `    access_policy:\n      - group: manager\n        row_level:\n          filters:\n            - member: region\n              operator: equals\n              values: ["{ userAttributes.region }"]\n`,
    ),
    contexts: [
      [{ region: 'EU' }, [NOT_FOLLOWED]],
      [{}, [NOT_FOLLOWED]],
    ],
  },
  {
    name: 'no security context at all',
    model: cube('SELECT {CUBE}.id, {customers.name} FROM orders'),
    contexts: [
      [{}, []],
      [{ orgId: 'a' }, []],
    ],
  },
  {
    name: 'macros above the model',
    model: `{% macro one() %}1{% endmacro %}\n${cube('SELECT {{ one() }}')}`,
    contexts: [
      [{}, [REFUSED]],
      [{ orgId: 7 }, [REFUSED]],
    ],
  },
  {
    name: 'a cube for each of two tables',
    model: `cubes:\n${['orders', 'lines'].map((name) => `  - name: ${name}\n    sql: >\n      SELECT * FROM ${name} {% if ${KEY}.orgId %}WHERE org = {{ ${KEY}.orgId | int }}{% endif %}\n`).join('')}`,
    contexts: [
      [{ orgId: 7 }, [CONDITION, CONDITION]],
      [{}, [LEFT_OUT, LEFT_OUT]],
    ],
  },
]

describe.each(SHAPES)('$name', ({ model, contexts }) => {
  test.each(contexts)('%j', async (context, codes) => {
    const { findings } = await previewSecurityContext(model, context)
    expect(findings.map(({ code }) => code).sort()).toEqual([...codes].sort())
    for (const { fixedModel } of findings) {
      if (fixedModel !== undefined) expect(await refusalsOfVendor(fixedModel)).toEqual([])
    }
  })

  test("is refused by the vendor's validator exactly when the preview reports that", async () => {
    const isReported = contexts.some(([, codes]) => codes.includes(REFUSED))
    expect((await refusalsOfVendor(model)).length > 0).toBe(isReported)
  })
})
