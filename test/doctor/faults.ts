import { randomUUID } from 'node:crypto'
import { allow, forbid, permit, set } from './changes'
import type { Fault, Misconfiguration } from './fault'
import { CANARY } from './stand'

const rule = (clause: string, dataset?: number) => () => [
  '--rls',
  JSON.stringify([{ clause, ...(dataset !== undefined && { datasets: [dataset] }) }]),
]

/** What goes wrong in the data, in a role or in what the doctor is given: no restart is needed. */
export const FAULTS: readonly Fault[] = [
  {
    what: 'the address is another port’s',
    id: 'no-answer',
    status: 'fail',
    words: () => ['--superset', 'http://localhost:9'],
  },
  {
    what: 'the address has a path that Superset is not under',
    id: 'not-superset',
    status: 'fail',
    words: ({ superset }) => ['--superset', `${superset.url}/bi`],
  },
  {
    what: 'the password is another',
    id: 'login-refused',
    status: 'fail',
    env: { GUESTPASS_SUPERSET_PASSWORD: `${CANARY}-password` },
  },
  {
    what: 'the account’s role lacks can_grant_guest_token',
    id: 'cannot-grant-token',
    status: 'fail',
    make: (stand) => forbid(stand, 'Admin', 'can_grant_guest_token', 'SecurityRestApi'),
  },
  {
    what: 'the embed id is no dashboard’s',
    id: 'dashboard-not-embedded',
    status: 'fail',
    words: () => ['--dashboard', randomUUID()],
  },
  {
    what: 'the embed id is the dashboard’s slug',
    id: 'dashboard-not-embedded',
    status: 'fail',
    words: ({ dashboard }) => ['--dashboard', dashboard.slug],
  },
  {
    what: 'an allowed domain has no scheme',
    id: 'domain-without-scheme',
    status: 'fail',
    also: ['origin-not-allowed'],
    make: (stand) => allow(stand, 'localhost:4000'),
  },
  {
    what: 'an allowed domain is a pattern',
    id: 'domain-invalid',
    status: 'fail',
    also: ['origin-not-allowed'],
    make: (stand) => allow(stand, 'http://*.example.com'),
  },
  {
    what: 'the allowed domains are another app’s',
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
    what: 'there are no allowed domains',
    id: 'any-domain-allowed',
    status: 'warn',
    make: (stand) => allow(stand, ''),
  },
  {
    what: 'the guest role lacks can_read on CurrentUserRestApi',
    id: 'guest-role-me',
    status: 'fail',
    make: (stand) => forbid(stand, 'Guest', 'can_read', 'CurrentUserRestApi'),
  },
  {
    what: 'the guest role lacks can_read on Dashboard',
    id: 'guest-role-dashboard',
    status: 'fail',
    make: (stand) => forbid(stand, 'Guest', 'can_read', 'Dashboard'),
  },
  {
    what: 'the guest role lacks can_read on Chart',
    id: 'guest-role-chart',
    status: 'fail',
    make: (stand) => forbid(stand, 'Guest', 'can_read', 'Chart'),
  },
  {
    what: 'the guest role lacks can_write on DashboardPermalinkRestApi',
    id: 'guest-role-permalink',
    status: 'warn',
    make: (stand) => forbid(stand, 'Guest', 'can_write', 'DashboardPermalinkRestApi'),
  },
  {
    what: 'the guest role lacks can_time_range on Api',
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
    id: 'guest-role-public',
    status: 'warn',
    make: (stand) => permit(stand, 'Public', 'can_read', 'CurrentUserRestApi'),
  },
  {
    what: 'a chart has no saved query_context',
    id: 'chart-query-context',
    status: 'warn',
    make: (stand) => set(stand, 'slices', 'query_context', null, stand.chartId),
  },
  {
    what: 'the table under the charts is gone',
    id: 'chart-data-failed',
    status: 'fail',
    // No rule is to blame for it.
    words: rule(`country = '${CANARY}'`),
    make: (stand) => set(stand, 'tables', 'table_name', 'no_such_table', stand.datasetId),
  },
  {
    what: 'a rule names a column that the dataset lacks',
    id: 'rls-column-missing',
    status: 'fail',
    words: rule(`tenant = '${CANARY}'`),
  },
  {
    what: 'a rule is for a dataset that the dashboard does not show',
    id: 'rls-dataset-unknown',
    status: 'fail',
    words: rule(`country = '${CANARY}'`, 4_711),
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
    words: rule(`country = '${CANARY}`),
  },
  {
    what: 'a database allows DML',
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
    id: 'guest-secret-differs',
    status: 'fail',
    env: { GUESTPASS_GUEST_SECRET: `${CANARY}-0123456789-abcdefghijklmnop` },
  },
  {
    what: 'the app signs for another audience',
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
    name: 'a role that is not there',
    config: `
GUEST_ROLE_NAME = "Guests"
GUEST_TOKEN_JWT_SECRET = "${CANARY}-short"
`,
    frameAncestors: '*',
    guestTokenSeconds: 30,
    env: { GUESTPASS_GUEST_SECRET: `${CANARY}-short` },
    faults: [
      { what: 'GUEST_ROLE_NAME names no role', id: 'guest-role-missing', status: 'fail' },
      { what: 'GUEST_TOKEN_JWT_SECRET is short', id: 'guest-secret-weak', status: 'warn' },
      { what: 'GUEST_TOKEN_JWT_EXP_SECONDS is 30', id: 'lifetime-short', status: 'warn' },
      { what: 'frame-ancestors is *', id: 'framed-by-anyone', status: 'warn' },
    ],
  },
]
