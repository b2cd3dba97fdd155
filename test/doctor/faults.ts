import { randomUUID } from 'node:crypto'
import { allow, filterBy, forbid, moveToDatabase, permit, set } from './changes'
import type { Fault, Misconfiguration } from './fault'
import { type Answer, isPage, PAGE } from './servers'
import { CANARY, type Stand, writeFileWithTab } from './stand'

const rule = (clause: string, dataset?: number) => () => [
  '--rls-database',
  'sqlite',
  '--rls',
  JSON.stringify([{ clause, ...(dataset !== undefined && { datasets: [dataset] }) }]),
]

/** A rule for datasets of the dashboard "Reach". */
const reachRule =
  (clause: string, ...names: readonly ('tableId' | 'virtualId')[]) =>
  ({ reach }: Stand) => [
    '--dashboard',
    reach.embedId,
    '--rls-database',
    'sqlite',
    '--rls',
    JSON.stringify([{ clause, ...(names.length > 0 && { datasets: names.map((name) => reach[name]) }) }]),
  ]

const virtualSql = (sql: string) => (stand: Stand) => set(stand, 'tables', 'sql', sql, stand.reach.virtualId)

/** The doctor looks through a proxy, which answers a path itself. */
function behindProxy(path: string, answer: Answer): Pick<Fault, 'words' | 'make'> {
  return {
    words: ({ proxy }) => ['--superset', proxy.url],
    make: ({ proxy }) => proxy.answerWith(({ url }) => (url?.startsWith(path) ? answer : undefined)),
  }
}

/** The app's page has these headers. */
const appSends =
  (headers: Readonly<Record<string, string>>) =>
  ({ app }: Stand) =>
    app.answerWith(({ url }) =>
      isPage(url) ? { headers: { 'content-type': 'text/html', ...headers }, body: PAGE } : undefined,
    )

/** A viewer of the USA, whose rows are fewer than all. */
const USA = "country = 'USA'"

/** What goes wrong in the data, in a role or in what the doctor is given: no restart is needed. */
export const FAULTS: readonly Fault[] = [
  {
    what: 'the address is another port’s',
    isSeen: false,
    id: 'no-answer',
    status: 'fail',
    words: () => ['--superset', 'http://localhost:9'],
  },
  {
    what: 'the address has a path that Superset is not under',
    isSeen: false,
    id: 'not-superset',
    status: 'fail',
    words: ({ superset }) => ['--superset', `${superset.url}/bi`],
  },
  {
    what: 'the password is another',
    isSeen: false,
    id: 'login-refused',
    status: 'fail',
    env: { GUESTPASS_SUPERSET_PASSWORD: `${CANARY}-password` },
  },
  {
    what: 'a tab has another title than in the file',
    id: 'descriptor-outdated',
    status: 'fail',
    words: ({ dashboard: { embedId, numericId } }) => [
      '--descriptor',
      writeFileWithTab(embedId, numericId, ['Start', 'TAB-overview']),
    ],
  },
  {
    what: 'the file belongs to another Superset',
    id: 'descriptor-unknown',
    status: 'fail',
    words: () => ['--descriptor', writeFileWithTab(randomUUID(), 99_999, ['Overview', 'TAB-overview'])],
  },
  {
    what: 'the account’s role lacks can_grant_guest_token',
    isSeen: false,
    id: 'cannot-grant-token',
    status: 'fail',
    make: (stand) => forbid(stand, 'Admin', 'can_grant_guest_token', 'SecurityRestApi'),
  },
  {
    what: 'the embed id does not exist',
    isSeen: false,
    id: 'dashboard-not-embedded',
    status: 'fail',
    words: () => ['--dashboard', randomUUID()],
  },
  {
    what: 'the embed id is the dashboard’s slug',
    isSeen: false,
    id: 'dashboard-not-embedded',
    status: 'fail',
    words: ({ dashboard }) => ['--dashboard', dashboard.slug],
  },
  {
    what: 'an allowed domain has no scheme',
    isSeen: false,
    id: 'domain-without-scheme',
    status: 'fail',
    also: ['origin-not-allowed'],
    make: (stand) => allow(stand, stand.app.url.replace('http://', '')),
  },
  {
    what: 'an allowed domain is a pattern',
    isSeen: false,
    id: 'domain-invalid',
    status: 'fail',
    also: ['origin-not-allowed'],
    make: (stand) => allow(stand, 'http://*.example.com'),
  },
  {
    what: 'the allowed domains are another app’s',
    isSeen: false,
    id: 'origin-not-allowed',
    status: 'fail',
    make: (stand) => allow(stand, 'https://other.example.com'),
  },
  {
    what: 'the app is on another site',
    id: 'third-party-storage',
    status: 'warn',
    also: ['origin-not-allowed', 'frame-ancestors', 'copied-links-fail'],
    words: () => ['--origin', 'http://app.example.com'],
  },
  {
    what: 'the list of allowed domains is empty',
    isSeen: true,
    id: 'any-domain-allowed',
    status: 'warn',
    make: (stand) => allow(stand, ''),
  },
  {
    what: 'the guest role lacks can_read on CurrentUserRestApi',
    isSeen: false,
    id: 'guest-role-me',
    status: 'fail',
    make: (stand) => forbid(stand, 'Guest', 'can_read', 'CurrentUserRestApi'),
  },
  {
    what: 'the guest role lacks can_read on Dashboard',
    isSeen: false,
    id: 'guest-role-dashboard',
    status: 'fail',
    make: (stand) => forbid(stand, 'Guest', 'can_read', 'Dashboard'),
  },
  {
    what: 'the guest role lacks can_read on Chart',
    isSeen: false,
    id: 'guest-role-chart',
    status: 'fail',
    make: (stand) => forbid(stand, 'Guest', 'can_read', 'Chart'),
  },
  {
    what: 'the guest role lacks can_write on DashboardPermalinkRestApi',
    isSeen: true,
    id: 'guest-role-permalink',
    status: 'warn',
    make: (stand) => forbid(stand, 'Guest', 'can_write', 'DashboardPermalinkRestApi'),
  },
  {
    what: 'the guest role lacks can_time_range on Api',
    isSeen: true,
    id: 'guest-role-time-range',
    status: 'warn',
    make: (stand) => forbid(stand, 'Guest', 'can_time_range', 'Api'),
  },
  {
    what: 'the guest role has all_datasource_access',
    id: 'guest-role-powerful',
    status: 'fail',
    make: (stand) => permit(stand, 'Guest', 'all_datasource_access', 'all_datasource_access'),
  },
  {
    what: 'the Public role may ask who it is',
    isSeen: true,
    id: 'guest-role-public',
    status: 'warn',
    make: (stand) => permit(stand, 'Public', 'can_read', 'CurrentUserRestApi'),
  },
  {
    what: 'the Public role may read dashboards',
    // A failure, because strangers can read.
    isSeen: true,
    id: 'public-reads',
    status: 'fail',
    make: (stand) => permit(stand, 'Public', 'can_read', 'Dashboard'),
  },
  {
    what: 'a proxy does not pass /static/ on',
    isSeen: false,
    id: 'static-files-missing',
    status: 'fail',
    ...behindProxy('/static/', { status: 404 }),
  },
  {
    what: 'a proxy answers with the page of an app for /static/',
    isSeen: false,
    id: 'static-files-missing',
    status: 'fail',
    ...behindProxy('/static/', { headers: { 'content-type': 'text/html' }, body: '<!doctype html>' }),
  },
  {
    what: 'a proxy answers 429 for the data of charts',
    isSeen: false,
    id: 'too-many-requests',
    status: 'fail',
    ...behindProxy('/api/v1/chart/data', { status: 429, headers: { 'retry-after': '7' } }),
  },
  {
    what: 'a proxy answers 504 for the data of charts',
    isSeen: false,
    id: 'gateway-failed',
    status: 'fail',
    ...behindProxy('/api/v1/chart/data', { status: 504, body: '<h1>504 Gateway Time-out</h1>' }),
  },
  {
    what: 'a proxy answers 202 for the data of charts, as asynchronous queries do',
    id: 'async-queries',
    status: 'warn',
    ...behindProxy('/api/v1/chart/data', { status: 202, body: '{"result": {}}' }),
  },
  {
    what: 'a proxy refuses POST with a page of its own',
    isSeen: false,
    id: 'mint-broken',
    status: 'fail',
    ...behindProxy('/api/v1/security/guest_token/', { status: 403, body: '<h1>Forbidden</h1>' }),
  },
  {
    what: 'the app sends Cross-Origin-Embedder-Policy: require-corp',
    isSeen: false,
    id: 'app-embedder-policy',
    status: 'fail',
    make: appSends({ 'cross-origin-embedder-policy': 'require-corp' }),
  },
  {
    what: 'the app sends Cross-Origin-Embedder-Policy: credentialless',
    isSeen: false,
    id: 'app-embedder-policy',
    status: 'fail',
    make: appSends({ 'cross-origin-embedder-policy': 'credentialless' }),
  },
  {
    what: 'the app sends frame-src without Superset',
    isSeen: false,
    id: 'app-frame-src',
    status: 'fail',
    make: appSends({ 'content-security-policy': "frame-src 'self'" }),
  },
  {
    what: 'the app sends default-src and no frame-src',
    isSeen: false,
    id: 'app-frame-src',
    status: 'fail',
    make: appSends({ 'content-security-policy': "default-src 'self'" }),
  },
  {
    what: 'the app’s policy lets no request out',
    id: 'app-connect-src',
    status: 'fail',
    words: ({ app }) => ['--token-url', `${app.url}/guest-token`],
    also: ['app-frame-src'],
    make: appSends({ 'content-security-policy': "default-src 'none'" }),
  },
  {
    what: 'the app’s session cookie has the name of Superset’s, on another port',
    id: 'cookies-replaced',
    status: 'fail',
    make: appSends({ 'set-cookie': 'session=canary; Path=/; HttpOnly; SameSite=Lax' }),
  },
  {
    what: 'the app’s session cookie has the name of Superset’s, and a proxy serves Superset under a path of the app',
    id: 'cookies-replaced',
    status: 'fail',
    // Its scripts are asked for at the root of the app.
    also: ['static-files-missing'],
    words: ({ app }) => ['--superset', `${app.url}/bi`],
    make: appSends({ 'set-cookie': 'session=canary; Path=/; HttpOnly; SameSite=Lax' }),
  },
  {
    what: 'the app’s session cookie is set at the sign-in, and has the name of Superset’s',
    id: 'cookies-replaced',
    status: 'fail',
    words: () => ['--app-cookie', 'session'],
  },
  {
    what: 'the app’s cookie is of a folder, and Superset’s of the whole host',
    id: 'cookies-mixed',
    status: 'fail',
    words: ({ app }) => ['--token-url', `${app.url}/app/guest-token`],
    also: ['token-route-not-there'],
    make: appSends({ 'set-cookie': 'session=canary; Path=/app; HttpOnly; SameSite=Lax' }),
  },
  {
    what: 'a chart has no saved query_context',
    isSeen: true,
    id: 'chart-query-context',
    status: 'warn',
    make: (stand) => set(stand, 'slices', 'query_context', null, stand.chartId),
  },
  {
    what: 'the table under the charts is gone',
    isSeen: false,
    id: 'chart-data-failed',
    status: 'fail',
    also: ['rls-reach-unknown'],
    // No rule is to blame for it.
    words: rule(`country = '${CANARY}'`),
    make: (stand) => set(stand, 'tables', 'table_name', 'no_such_table', stand.datasetId),
  },
  {
    what: 'a rule names a column that the dataset lacks',
    id: 'rls-column-missing',
    status: 'fail',
    also: ['rls-reach-unknown'],
    words: rule(`tenant = '${CANARY}'`),
  },
  {
    what: 'a rule is for a dataset that the dashboard does not show',
    id: 'rls-dataset-unknown',
    status: 'fail',
    also: ['rls-database-unchecked', 'rls-unguarded'],
    words: rule(`country = '${CANARY}'`, 4_711),
  },
  {
    what: 'a rule is for a table, and a virtual dataset writes its name in capitals',
    id: 'rls-not-reached',
    status: 'fail',
    words: reachRule(USA, 'tableId'),
    make: virtualSql('SELECT country, amount FROM REACH_RETURNS'),
  },
  {
    what: 'a rule is for a table whose dataset has no schema',
    id: 'rls-not-reached',
    status: 'fail',
    words: reachRule(USA, 'tableId'),
    make: (stand) => set(stand, 'tables', 'schema', null, stand.reach.tableId),
  },
  {
    what: 'a rule is for a table, and a CTE has the table’s name',
    id: 'rls-not-reached',
    status: 'fail',
    words: reachRule(USA, 'tableId'),
    make: virtualSql(
      'WITH reach_returns AS (SELECT * FROM main.reach_returns) SELECT country, amount FROM reach_returns',
    ),
  },
  {
    what: 'a rule is for a table on Snowflake, and virtual SQL gives the table an alias',
    id: 'rls-not-reached',
    status: 'fail',
    words: (stand) => [...reachRule(USA, 'tableId')(stand), '--rls-database', 'snowflake'],
    make(stand) {
      const { tableId, virtualId } = stand.reach
      const undo = [
        virtualSql('SELECT r.country, r.amount FROM main.reach_returns r')(stand),
        moveToDatabase(stand, 'snowflake', tableId, virtualId),
      ]
      return () => {
        for (const one of undo) one()
      }
    },
  },
  {
    what: 'Superset cannot read a rule for a table that the database reads',
    id: 'rls-not-reached',
    status: 'fail',
    also: ['rls-reach-unknown', 'rls-rule-fails'],
    words: reachRule("country = CAST('USA' AS NATIVE CHARACTER(3))", 'tableId'),
  },
  {
    what: 'a rule is for a table, and a UNION also writes its name in capitals',
    id: 'rls-not-reached',
    status: 'fail',
    words: reachRule(USA, 'tableId'),
    make: virtualSql(
      'SELECT country, amount FROM reach_returns WHERE amount < 5 ' +
        'UNION ALL SELECT country, amount FROM REACH_RETURNS WHERE amount >= 5',
    ),
  },
  {
    what: 'a rule for a table is not in the SQL, and another rule with other values is around it',
    id: 'rls-not-reached',
    status: 'fail',
    words: ({ reach }) => [
      '--dashboard',
      reach.embedId,
      '--rls-database',
      'sqlite',
      '--rls',
      JSON.stringify([
        { clause: USA, datasets: [reach.tableId] },
        { clause: 'amount > 0', datasets: [reach.virtualId] },
      ]),
    ],
    make: virtualSql('SELECT country, amount FROM REACH_RETURNS'),
  },
  {
    what: 'a virtual dataset has no rows, so nothing shows whether a rule reaches it',
    id: 'rls-reach-unknown',
    status: 'warn',
    words: reachRule(USA, 'tableId', 'virtualId'),
    make: virtualSql('SELECT country, amount FROM reach_returns WHERE 1 = 0'),
  },
  {
    what: 'a rule without datasets is around a sum over every row',
    id: 'rls-sums-inside',
    status: 'fail',
    words: reachRule(USA),
    make: virtualSql('SELECT DISTINCT country, SUM(amount) OVER () AS amount FROM reach_returns'),
  },
  {
    what: 'a rule for a virtual dataset is around a sum in a sub-query',
    id: 'rls-sums-inside',
    status: 'fail',
    also: ['rls-unguarded'],
    words: reachRule(USA, 'virtualId'),
    make: virtualSql(
      'SELECT DISTINCT country, (SELECT SUM(amount) FROM reach_returns) AS amount FROM reach_returns',
    ),
  },
  {
    what: 'a rule names both datasets, and a sub-query sums the table by its name in capitals',
    id: 'rls-sums-inside',
    status: 'fail',
    words: reachRule(USA, 'tableId', 'virtualId'),
    make: virtualSql(
      'SELECT DISTINCT country, (SELECT SUM(amount) FROM REACH_RETURNS) AS amount FROM reach_returns',
    ),
  },
  {
    what: 'a rule ends the parentheses around it',
    id: 'rls-rule-open',
    status: 'fail',
    words: reachRule(`country = '${CANARY}') OR (1=1`, 'tableId', 'virtualId'),
  },
  {
    what: 'a dataset of the dashboard is in no rule',
    id: 'rls-unguarded',
    status: 'warn',
    words: reachRule(USA, 'virtualId'),
  },
  {
    what: 'a dataset of a native filter is in no rule',
    id: 'rls-unguarded',
    status: 'warn',
    words: reachRule(USA, 'tableId', 'virtualId'),
    make: (stand) => filterBy(stand, stand.datasetId),
  },
  {
    what: 'a rule is a plain text, and its database is not given',
    id: 'rls-database-unchecked',
    status: 'warn',
    words: () => ['--rls', "country = 'Nowhere'"],
  },
  {
    what: 'a rule is written for MySQL, and the datasets are on SQLite',
    id: 'rls-wrong-database',
    status: 'fail',
    words: (stand) => [...reachRule(USA)(stand), '--rls-database', 'mysql'],
  },
  {
    what: 'a rule names no dataset, and the datasets are on SQLite and on MySQL',
    id: 'rls-wrong-database',
    status: 'fail',
    also: ['chart-data-failed', 'rls-database-unchecked', 'rls-reach-unknown'],
    words: ({ reach }) => ['--dashboard', reach.embedId, '--rls', USA],
    make: (stand) => moveToDatabase(stand, 'mysql', stand.reach.virtualId),
  },
  {
    what: 'a rule for MySQL has a name in double quotes',
    id: 'rls-quoted-name',
    status: 'fail',
    also: ['chart-data-failed', 'rls-reach-unknown', 'rls-unguarded'],
    words: (stand) => [...reachRule('"country" <> \'USA\'', 'virtualId')(stand), '--rls-database', 'mysql'],
    make: (stand) => moveToDatabase(stand, 'mysql', stand.reach.virtualId),
  },
  {
    what: 'a dataset is on a database that rls refuses',
    id: 'rls-database-unknown',
    status: 'warn',
    also: ['rls-database-unchecked', 'rls-unguarded'],
    words: ({ reach }) => [
      '--dashboard',
      reach.embedId,
      '--rls',
      JSON.stringify([{ clause: USA, datasets: [reach.virtualId] }]),
    ],
    make: (stand) => moveToDatabase(stand, 'druid', stand.reach.virtualId),
  },
  {
    what: 'a rule on ClickHouse is not made by rls',
    id: 'rls-alias',
    status: 'fail',
    also: ['rls-unguarded'],
    words: (stand) => [...reachRule(USA, 'virtualId')(stand), '--rls-database', 'clickhousedb'],
    make: (stand) => moveToDatabase(stand, 'clickhousedb', stand.reach.virtualId),
  },
  {
    what: 'a rule has Jinja in it, and template processing is off',
    id: 'rls-jinja-off',
    status: 'fail',
    words: rule(`country = '{{ "${CANARY}" }}'`),
  },
  {
    what: 'a rule’s quotes are not closed',
    id: 'rls-rule-fails',
    status: 'fail',
    also: ['rls-reach-unknown'],
    words: rule(`country = '${CANARY}`),
  },
  {
    what: 'a database allows DML',
    isSeen: true,
    id: 'database-dml',
    status: 'warn',
    make: (stand) => set(stand, 'dbs', 'allow_dml', 1, stand.databaseId),
  },
  {
    what: 'a database allows uploads',
    id: 'database-uploads',
    status: 'warn',
    make: (stand) => set(stand, 'dbs', 'allow_file_upload', 1, stand.databaseId),
  },
  {
    what: 'the app signs with another secret',
    isSeen: false,
    id: 'guest-secret-differs',
    status: 'fail',
    env: { GUESTPASS_GUEST_SECRET: `${CANARY}-0123456789-abcdefghijklmnop` },
  },
  {
    what: 'the app signs with another secret, and the doctor has no account',
    isSeen: false,
    id: 'app-token-refused',
    status: 'fail',
    words: ({ superset }) => ['--audience', superset.audience],
    env: {
      GUESTPASS_SUPERSET_USERNAME: '',
      GUESTPASS_GUEST_SECRET: `${CANARY}-0123456789-abcdefghijklmnop`,
    },
  },
  {
    what: 'the app signs tokens for another audience',
    isSeen: false,
    id: 'audience-differs',
    status: 'fail',
    words: () => ['--audience', 'another-superset'],
  },
]

/** What goes wrong in `superset_config.py`. */
export const MISCONFIGURATIONS: readonly Misconfiguration[] = [
  {
    name: 'as Superset comes',
    config: `
GUEST_TOKEN_JWT_SECRET = defaults.GUEST_TOKEN_JWT_SECRET
GUEST_TOKEN_JWT_AUDIENCE = None
GUEST_ROLE_NAME = "Public"
TALISMAN_CONFIG = defaults.TALISMAN_CONFIG | {"force_https": False, "session_cookie_secure": False}
`,
    guestTokenSeconds: 10,
    faults: [
      { what: 'GUEST_TOKEN_JWT_SECRET is the default', id: 'guest-secret-default', status: 'fail' },
      { what: 'GUEST_TOKEN_JWT_AUDIENCE is the default', id: 'audience-default', status: 'warn' },
      { what: 'GUEST_TOKEN_JWT_EXP_SECONDS is 10', id: 'lifetime-too-short', status: 'fail' },
      { what: 'TALISMAN_CONFIG sends X-Frame-Options', id: 'x-frame-options', status: 'fail' },
      { what: 'GUEST_ROLE_NAME is Public, which may do nothing', id: 'guest-role-me', status: 'fail' },
    ],
  },
  {
    name: 'embedding is off',
    config: `
FEATURE_FLAGS["EMBEDDED_SUPERSET"] = False
GUEST_TOKEN_JWT_SECRET = "superset"
TALISMAN_CONFIG["session_cookie_samesite"] = "None"
import time
_time = time.time
time.time = lambda: _time() + 300
`,
    frameAncestors: "'self' https://other.example.com",
    guestTokenSeconds: 86_400,
    faults: [
      { what: 'EMBEDDED_SUPERSET is off', id: 'embedding-off', status: 'fail' },
      { what: 'frame-ancestors names another app', id: 'frame-ancestors', status: 'fail' },
      { what: 'GUEST_TOKEN_JWT_SECRET is a word out of guides', id: 'guest-secret-guessed', status: 'fail' },
      { what: 'GUEST_TOKEN_JWT_EXP_SECONDS is a day', id: 'lifetime-long', status: 'warn' },
      {
        what: 'the session cookie is SameSite=None, without Secure',
        id: 'superset-cookie-dropped',
        status: 'fail',
      },
      { what: 'the server’s clock is five minutes ahead', id: 'clock-skew', status: 'warn' },
    ],
  },
  {
    name: 'what guests cannot load',
    config: `
FEATURE_FLAGS["GLOBAL_ASYNC_QUERIES"] = True
GLOBAL_ASYNC_QUERIES_JWT_SECRET = "a-secret-of-the-async-queries-of-48-characters-x"
CACHE_CONFIG = {"CACHE_TYPE": "SimpleCache", "CACHE_DEFAULT_TIMEOUT": 300}
DATA_CACHE_CONFIG = CACHE_CONFIG
GUEST_TOKEN_JWT_ALGO = "HS512"
GUEST_TOKEN_JWT_SECRET = "${CANARY}-of-the-secret-that-both-have-in-common"
STATIC_ASSETS_PREFIX = "/nowhere"
`,
    env: { GUESTPASS_GUEST_SECRET: `${CANARY}-of-the-secret-that-both-have-in-common` },
    faults: [
      { what: 'GLOBAL_ASYNC_QUERIES is on', id: 'async-queries', status: 'fail' },
      { what: 'GUEST_TOKEN_JWT_ALGO is HS512', id: 'guest-algorithm-differs', status: 'fail' },
      { what: 'STATIC_ASSETS_PREFIX leads nowhere', id: 'static-files-missing', status: 'fail' },
    ],
  },
  {
    name: 'a role that is not there',
    config: `
GUEST_ROLE_NAME = "Guests"
GUEST_TOKEN_JWT_SECRET = "${CANARY}-short"
`,
    frameAncestors: '*',
    guestTokenSeconds: 30,
    env: { GUESTPASS_GUEST_SECRET: `${CANARY}-short` },
    faults: [
      { what: 'GUEST_ROLE_NAME is not the name of a role', id: 'guest-role-missing', status: 'fail' },
      { what: 'GUEST_TOKEN_JWT_SECRET is short', id: 'guest-secret-weak', status: 'warn' },
      { what: 'GUEST_TOKEN_JWT_EXP_SECONDS is 30', id: 'lifetime-short', status: 'warn' },
      { what: 'frame-ancestors is *', id: 'framed-by-anyone', status: 'warn' },
    ],
  },
]
