import { expect, test } from 'vitest'
import { typed } from './typed'

const nobody: typeof fetch = () => Promise.reject(new Error('A mistake must not ask anybody.'))

const URL_OF_SUPERSET = 'http://localhost:8088'
const AT = ['--superset', URL_OF_SUPERSET]

/** What a new user types, and the words of the error. No server is asked. */
const MISTAKES: readonly (readonly [string, readonly string[], string])[] = [
  ['the address without its option', ['doctor', URL_OF_SUPERSET], 'Write --superset before the address.'],
  ['the address without its option', ['dashboards', URL_OF_SUPERSET], 'Write --superset before the address.'],
  ['no Superset', ['doctor'], 'Which Superset? Give --superset https://bi.example.com.'],
  ['no scheme', ['doctor', '--superset', 'localhost:8088'], '--superset'],
  [
    'the welcome page',
    ['doctor', '--superset', `${URL_OF_SUPERSET}/superset/welcome/`],
    `: ${URL_OF_SUPERSET}.`,
  ],
  ['the login page', ['dashboards', '--superset', `${URL_OF_SUPERSET}/login/`], `: ${URL_OF_SUPERSET}.`],
  [
    'a dashboard',
    ['enable', 'x', '--allow', 'https://a.example', '--superset', `${URL_OF_SUPERSET}/superset/dashboard/1/`],
    `: ${URL_OF_SUPERSET}.`,
  ],
  [
    'the list of a Superset under a path',
    ['dashboards', '--superset', 'https://example.com/bi/dashboard/list/?pageIndex=0'],
    ': https://example.com/bi.',
  ],
  [
    'the address of a dashboard in place of its embed id',
    ['doctor', ...AT, '--dashboard', `${URL_OF_SUPERSET}/superset/dashboard/1/`],
    '--dashboard is an address. Give the embed id: guestpass dashboards lists the embed ids.',
  ],
  ['an origin without a scheme', ['doctor', ...AT, '--origin', 'localhost:3000'], 'write it with its scheme'],
  [
    'only the path of the route',
    ['doctor', ...AT, '--token-url', '/guest-token'],
    'write it with its scheme',
  ],
  ['an algorithm of a key pair', ['doctor', ...AT, '--algorithm', 'RS256'], 'one of HS256, HS384, HS512'],
  [
    'no dashboard',
    ['enable', ...AT, '--allow', 'http://localhost:3000'],
    'Which dashboard? Name its id, slug',
  ],
  ['no origin', ['enable', 'sales', ...AT], 'Whose pages may show it? Give --allow'],
  ['a title without quotes', ['enable', 'Sales', 'Dashboard', ...AT], 'Write a title with spaces in quotes.'],
  [
    'no account',
    ['enable', 'sales', ...AT, '--allow', 'http://localhost:3000'],
    'Who signs in? Give --username',
  ],
  ['no password', ['dashboards', ...AT, '--username', 'ada'], 'Set GUESTPASS_SUPERSET_PASSWORD.'],
  ['no grant', ['snapshot', 'x'], '--grant is missing.'],
  ['no grants', ['isolation'], '--grants is missing.'],
  ['no context', ['preview', 'model.yml'], 'Which security context? Give --context.'],
  ['a code in capitals', ['explain', 'DENIED'], 'Did you mean denied?'],
]

test.each(MISTAKES)('%s: %j', async (_, words, sentence) => {
  const { exitCode, output, warnings } = await typed(words, { fetch: nobody })
  expect([exitCode, output]).toEqual([2, ''])
  expect(warnings).toContain(sentence)
  expect(warnings).toMatch(/\nSee (npx )?guestpass /)
})

test.each([
  'https://bi.example.com/superset',
  'https://example.com/embedded-analytics',
  'https://login.example.com',
  'https://explore.example.com/bi',
])('a Superset may be under any path: %s', async (url) => {
  const { warnings } = await typed(['dashboards', '--superset', url])
  expect(warnings).toContain('Who signs in?')
})
