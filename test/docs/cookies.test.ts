import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/**
 * Superset's own cookie is called `session`, and browsers keep one cookie of a name for a host, whatever the port. So a sample
 * whose cookie has that name signs its viewers out.
 */
const FILES = globSync(
  ['*.md', 'docs/**/*.md', 'examples/**/*.{ts,tsx,py}', 'test/consumers/*/*.{js,jsx,ts,tsx}'],
  {
    exclude: (name) => name === 'docs/api' || name.endsWith('node_modules'),
  },
  // The sandbox plays Superset.
).filter((file) => !file.startsWith('examples/sandbox'))

/** Ways to name a cookie in a header, with a library, and in the configuration of a framework. */
const NAMES_SESSION = [
  // Not the attribute of a component, and not a parameter of Python.
  /(?<![\w-])session=(?=[\w…$'"<%.-])/,
  /cookies?\b[^\n]*['"]session['"]/i,
  /\bcookies\??\.session\b/,
  /SESSION_COOKIE_NAME\s*=\s*['"]session['"]/,
]

const namesSession = (text: string) => NAMES_SESSION.some((pattern) => pattern.test(text))

test('no document and no example calls a cookie `session`', () => {
  const found = FILES.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(namesSession)
      .map((line) => `${file}: ${line.trim()}`),
  )
  expect(FILES.length).toBeGreaterThan(150)
  expect(found).toEqual([])
})

test('no example keeps the name that Flask gives to its cookie', () => {
  const flask = FILES.filter((file) => /\bFlask\(__name__\)/.test(readFileSync(file, 'utf8')))
  expect(flask).toContain('examples/flask/app.py')
  expect(flask.filter((file) => !/SESSION_COOKIE_NAME=/.test(readFileSync(file, 'utf8')))).toEqual([])
})

test.each([
  'Cookie: session=…',
  "-H 'cookie: session=…'",
  'cookie: `session=$' + '{user}`',
  "response.cookie('session', id)",
  "await setSignedCookie(context, 'session', viewer)",
  "(await cookies()).get('session')",
  "const { session } = await parseSigned(headers.get('cookie') ?? '', secret, 'session')",
  'request.cookies.session',
  'SESSION_COOKIE_NAME="session"',
])('%s names a cookie `session`', (line) => {
  expect(namesSession(line)).toBe(true)
})

test.each([
  'Cookie: app_session=…',
  'demo_session=abc',
  '<Hero session={session} />',
  'Superset sets a cookie called `session`.',
])('%s does not name a cookie `session`', (line) => {
  expect(namesSession(line)).toBe(false)
})
