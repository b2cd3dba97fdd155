import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readPresets } from 'guestpass/preview'
import { expect, test } from 'vitest'
import { parsePresets } from '../../src/preview/presets'

const read = (text: string) => parsePresets(text, 'a.sc.yml')

const PRESETS = `# as in Embeddable's own starter
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
  expect(await read(PRESETS)).toEqual([
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
  ['no object', '- a\n- {name: b, securityContext: {}}', '1: a preset is not an object'],
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
  ['a key twice', '- name: a\n  securityContext: {}\n  name: b', '3: Map keys must be unique'],
  ['no YAML', '- name: a\n  securityContext: {', '2: '],
])('%s is refused, with its line', async (_, text, message) => {
  const error = await read(text).catch((refusal) => refusal)
  expect(error).toMatchObject({ code: 'presets-invalid' })
  expect(error.message).toContain(`a.sc.yml:${message}`)
})

test('everything that is wrong is said at once, in the order of the file', async () => {
  const text = '- name: a\n  roles: b\n- name: a\n  securityContext: {}\n- securityContext: {}\n'
  await expect(read(text)).rejects.toThrow(
    `a.sc.yml:1: securityContext is missing: say {} for none
a.sc.yml:2: roles is not a list
a.sc.yml:3: name is taken by another preset: a
a.sc.yml:5: name is missing`,
  )
})

test('the file is the one of Embeddable’s tools, or one that is named', async () => {
  await expect(readPresets()).rejects.toThrow('src/presets/security-contexts.sc.yml cannot be read (ENOENT)')
  const directory = await mkdtemp(join(tmpdir(), 'guestpass-presets-'))
  try {
    const file = join(directory, 'mine.sc.yml')
    await writeFile(file, PRESETS)
    expect(await readPresets(file)).toHaveLength(3)
  } finally {
    await rm(directory, { recursive: true })
  }
})
