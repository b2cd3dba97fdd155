import { type BuiltClause, type RlsBuilder, type RlsDatabase, rls, supersetJwt } from 'guestpass/server'
import corpus from '../../server/rls/corpus.json' with { type: 'json' }

/** Every way in which a text gets into a clause. */
const TEXT_FORMS: readonly ((sql: RlsBuilder, text: string) => BuiltClause)[] = [
  ({ eq }, text) => eq('org', text),
  ({ and, ne, lt, lte, gt, gte }, text) =>
    and(...[ne, lt, lte, gt, gte].map((compare) => compare('org', text))),
  ({ oneOf }, text) => oneOf('org', [text, 'b', null]),
  ({ between }, text) => between('org', text, 'z'),
  ({ like }, startsWith) => like('org', { startsWith }),
  ({ like }, endsWith) => like('org', { endsWith }),
  ({ like }, contains) => like('org', { contains }),
  ({ and, eq, isNull, not, or }, text) => and(not(or(eq('org', text), isNull('org'))), eq('t', 1)),
]

/** Every other value and operator. */
const OTHER_FORMS: readonly ((sql: RlsBuilder) => BuiltClause)[] = [
  ...[0, -7, 0.1, -1e-7, 2 ** 53 - 1, 9007199254740993n, -(2n ** 63n), true, false, null].map(
    (value) => (sql: RlsBuilder) => sql.eq('x', value),
  ),
  ...['2024-01-31T12:00:00Z', '2024-01-31T12:00:00.123Z'].map(
    (at) => (sql: RlsBuilder) => sql.gte('x', new Date(at)),
  ),
  (sql) => sql.ne('x', null),
  (sql) => sql.not(sql.lt('x', null)),
  (sql) => sql.oneOf('x', [1, 2, 3]),
  (sql) => sql.oneOf('x', [null]),
  (sql) => sql.oneOf('x', []),
  (sql) => sql.or(),
  (sql) => sql.isTrue('x'),
  (sql) => sql.not(sql.isTrue('x')),
  (sql) => sql.isNull('x'),
  (sql) => sql.eq(['x.y'], 1),
  (sql) => sql.eq(['some table', 'Select'], 1),
]

/** One in so many values of the corpus, so that a release reads the clauses of 23 databases in some minutes. */
const STEP = 40

const issuer = supersetJwt({ url: 'http://localhost', secret: 'clauses', audience: 'clauses' })

/** The clauses of one database as a token contains them. */
export function clausesFor(database: RlsDatabase): readonly string[] {
  const sql = rls(database, { acceptUntested: true })
  const texts = corpus.filter((_, index) => index % STEP === 0)
  const builds = [
    ...OTHER_FORMS.map((build) => () => build(sql)),
    ...texts.flatMap((text) => TEXT_FORMS.map((build) => () => build(sql, text))),
  ]
  return builds.flatMap((build) => tokenClause(build, database))
}

/** Nothing for a value that the builder refuses. */
function tokenClause(build: () => BuiltClause, database: RlsDatabase): readonly string[] {
  try {
    const clause = build()
    const datasets = [{ id: 1, table: 't' }]
    const rule = database === 'clickhousedb' ? { clause, datasets } : { clause }
    const { rls: rules } = issuer.parseGrant({ viewer: 'v', dashboards: ['d'], rls: [rule] })
    return rules === 'all-rows' ? [] : [String(rules[0].clause)]
  } catch (error) {
    if (Object(error).code === 'grant-invalid') return []
    throw error
  }
}
