import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readProfiles } from 'guestpass/preview'
import { expect, test } from 'vitest'
import { parseProfiles } from '../../src/preview/profiles'

const read = (text: string) => parseProfiles(text, 'a.sc.yml')

const PROFILES = `# as in Embeddable's own starter
- name: Example customer 1
  securityContext:
    orgId: "0042"
    level: 7
    regions: [emea, null, true, 1.5]
  environment: default
  roles: [viewer]
  filters:
    - member: orders.country
      operator: equals
      values: [USA, 7]
    - member: orders.closed_at
      operator: notSet
  dataProvider: main
  useQueryRewrite: false

- name: Example customer 2
  securityContext: &other
    orgId: 42
- name: Example customer 3
  securityContext: *other
`

test('a number stays a number, and a text a text', async () => {
  expect(await read(PROFILES)).toEqual([
    {
      name: 'Example customer 1',
      securityContext: { orgId: '0042', level: 7, regions: ['emea', null, true, 1.5] },
      environment: 'default',
      roles: ['viewer'],
      filters: [
        { member: 'orders.country', operator: 'equals', values: ['USA', 7] },
        { member: 'orders.closed_at', operator: 'notSet' },
      ],
      dataProvider: 'main',
      useQueryRewrite: false,
    },
    { name: 'Example customer 2', securityContext: { orgId: 42 } },
    { name: 'Example customer 3', securityContext: { orgId: 42 } },
  ])
})

test.each<[string, string, string]>([
  ['no list', 'name: a', '1: the file is not a list'],
  ['nothing', '', '1: the file is not a list'],
  ['no object', '- a\n- {name: b, securityContext: {}}', '1: a profile is not an object'],
  ['no name', '- securityContext: {}', '1: name is missing'],
  ['an empty name', '- name: ""\n  securityContext: {}', '1: name is not a text, or is empty'],
  ['a name that is a number', '- name: 7\n  securityContext: {}', '1: name is not a text, or is empty'],
  ['no context', '- name: a', '1: securityContext is missing: say {} for none'],
  ['a context that is a text', '- name: a\n  securityContext: orgId', '2: securityContext is not an object'],
  ['a context that is null', '- name: a\n  securityContext:', '2: securityContext is not an object'],
  [
    'a misspelt field',
    '- name: a\n  securityContext: {}\n  rolse: []',
    '3: rolse is not known here; did you mean roles?',
  ],
  [
    'an unknown field',
    '- name: a\n  securityContext: {}\n  user: b',
    '3: user is not known here; known are name,',
  ],
  ['roles that are a text', '- name: a\n  securityContext: {}\n  roles: admin', '3: roles is not a list'],
  [
    'a role that is a number',
    '- name: a\n  securityContext: {}\n  roles:\n    - a\n    - 7',
    '5: a role is not a text',
  ],
  [
    'a filter without a member',
    '- name: a\n  securityContext: {}\n  filters:\n    - operator: set',
    '4: filters[0].member is missing',
  ],
  [
    'a flag as a text',
    '- name: a\n  securityContext: {}\n  useQueryRewrite: "yes"',
    '3: useQueryRewrite is neither',
  ],
  [
    'an id that JavaScript rounds',
    '- name: a\n  securityContext:\n    org: {id: 12345678901234567890}',
    '3: securityContext.org.id is a number that JSON does not hold',
  ],
  ['no number', '- name: a\n  securityContext:\n    x: .nan', '3: securityContext.x is a number'],
  [
    'an alias of a profile, which repeats its name',
    '- &a {name: a, securityContext: {}}\n- *a',
    '1: name is taken by another profile: a',
  ],
  ['a key twice', '- name: a\n  securityContext: {}\n  name: b', '3: Map keys must be unique'],
  ['no YAML', '- name: a\n  securityContext: {', '2: '],
])('%s is refused, with its line', async (_, text, message) => {
  const error = await read(text).catch((refusal) => refusal)
  expect(error).toMatchObject({ code: 'profiles-invalid' })
  expect(error.message).toContain(`a.sc.yml:${message}`)
})

test('reports every problem at once, in the order of the file', async () => {
  const text = '- name: a\n  roles: b\n- name: a\n  securityContext: {}\n- securityContext: {}\n'
  await expect(read(text)).rejects.toThrow(
    `a.sc.yml:1: securityContext is missing: say {} for none
a.sc.yml:2: roles is not a list
a.sc.yml:3: name is taken by another profile: a
a.sc.yml:5: name is missing`,
  )
})

/** Runs in an empty folder, as in the root of an app. */
async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'guestpass-profiles-'))
  const before = process.cwd()
  process.chdir(folder)
  try {
    await run(folder)
  } finally {
    process.chdir(before)
    await rm(folder, { recursive: true })
  }
}

async function writeProfiles(folder: string, path: string, text: string): Promise<void> {
  await mkdir(join(folder, dirname(path)), { recursive: true })
  await writeFile(join(folder, path), text)
}

const one = (name: string) => `- {name: ${name}, securityContext: {}}`
const FIRST = 'src/presets/security-contexts.sc.yml'
const SECOND = 'src/embeddable.com/presets/security-contexts.sc.yml'

test('reads a file that is named', () =>
  inFolder(async (folder) => {
    await writeProfiles(folder, 'mine.sc.yml', PROFILES)
    expect(await readProfiles(join(folder, 'mine.sc.yml'))).toHaveLength(3)
    await expect(readProfiles(join(folder, 'other.sc.yml'))).rejects.toThrow(
      'other.sc.yml cannot be read (ENOENT)',
    )
  }))

test('without a name, reads the file of Embeddable’s documentation, and then that of its repositories', () =>
  inFolder(async (folder) => {
    await expect(readProfiles()).rejects.toMatchObject({
      code: 'profiles-invalid',
      sentence: `${FIRST} cannot be read (ENOENT). ${SECOND} is missing too. Pass the path of the file.`,
    })
    await writeProfiles(folder, SECOND, one('second'))
    expect(await readProfiles()).toMatchObject([{ name: 'second' }])
    await writeProfiles(folder, FIRST, one('first'))
    expect(await readProfiles()).toMatchObject([{ name: 'first' }])
  }))

test('a first file that cannot be read is not replaced by the second', () =>
  inFolder(async (folder) => {
    await mkdir(join(folder, FIRST), { recursive: true })
    await writeProfiles(folder, SECOND, one('second'))
    await expect(readProfiles()).rejects.toThrow(`${FIRST} cannot be read (EISDIR)`)
  }))

test('an error of the second file names the second file', () =>
  inFolder(async (folder) => {
    await writeProfiles(folder, SECOND, '- {securityContext: {}}')
    await expect(readProfiles()).rejects.toThrow(`${SECOND}:1: name is missing`)
  }))

const laughs = Array.from({ length: 12 }, (_, level) => {
  const items = level === 0 ? 'x' : Array.from({ length: 10 }, () => `*l${level - 1}`).join(', ')
  return `    k${level}: &l${level} [${items}]`
}).join('\n')

test.each([
  ['contains itself', '    k: *context'],
  ['contains itself in a list', '    k: [1, [*context]]'],
  ['stands for too many values', laughs],
])('an alias that %s is a problem with its place, and not a hang', async (_what, context) => {
  const text = `- name: a\n  securityContext: &context\n${context}\n`
  await expect(read(text)).rejects.toMatchObject({
    code: 'profiles-invalid',
    message: expect.stringMatching(/a\.sc\.yml:\d+: a value has over 100 levels or 100000 values/),
  })
})
