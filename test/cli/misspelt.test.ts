import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import pkg from '../../package.json' with { type: 'json' }
import { COMMANDS } from '../../src/cli/run'
import { VARIABLES } from '../../src/cli/variables'
import { typed } from './typed'

/** The long options that a command's help lists. */
const optionsOf = (help: string) =>
  [...new Set(help.match(/(?<=^|\s)--[a-z][a-z-]+/gm))].filter((option) => option !== '--help')

const EVERY_OPTION = COMMANDS.flatMap(({ name, help }) =>
  optionsOf(help).map((option) => [name, option] as const),
)

const nobody: typeof fetch = () => Promise.reject(new Error('A misspelt command must not ask anybody.'))
const refused = async (...words: string[]) => {
  const { exitCode, output, warnings } = await typed(words, { fetch: nobody })
  expect([exitCode, output]).toEqual([2, ''])
  return warnings
}

test('every command but explain lists options', () => {
  const names = COMMANDS.filter(({ help }) => optionsOf(help).length === 0).map(({ name }) => name)
  expect(names).toEqual(['explain'])
})

describe('every option of every command is accepted as help writes it, and suggested when it is misspelt', () => {
  test.each(EVERY_OPTION)('%s %s', async (command, option) => {
    const inside = option.slice(2)
    const [head, tail] = [inside.slice(0, 3), inside.slice(3)]
    const misspelt = [`--${inside}x`, `--${head}${tail.slice(1)}`, `--${inside.replaceAll('-', '_')}s`]
    for (const wrong of misspelt.filter((word) => !optionsOf(help(command)).includes(word))) {
      const warnings = await refused(command, wrong, 'canary')
      expect(warnings).toMatch(/^The option --[\w-]+ is not known\. Did you mean --[\w-]+\?\nSee guestpass /)
      expect(warnings).not.toContain('canary')
    }
    expect(await refused(command, `${option}x`, 'canary')).toContain(`Did you mean ${option}?`)
    // The option itself is known: at most its value is missing.
    expect(await refused(command, option, '--zzzz')).not.toContain(`${option} is not known`)
  })
})

const help = (command: string) => COMMANDS.find(({ name }) => name === command)?.help ?? ''

test('errors for unknown options contain neither words of Node nor a value', async () => {
  const name = fc.stringMatching(/^[a-z][a-z-]{0,12}$/)
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...COMMANDS), name, async (command, wrong) => {
      fc.pre(!optionsOf(command.help).includes(`--${wrong}`) && !/^he?l?p?$/.test(wrong))
      const warnings = await refused(command.name, `--${wrong}=canary`)
      expect(warnings).toMatch(/^(The option|A secret is not given|--[\w-]+ does not take a value)/)
      expect(warnings).not.toMatch(/canary|positional argument/)
      expect(warnings).toContain(`See guestpass ${command.name} --help.`)
    }),
    { numRuns: 100 },
  )
})

describe('a secret as an option is refused, and the variable is named', () => {
  test.each([
    ['--password', VARIABLES.password],
    ['--pasword', VARIABLES.password],
    ['--passwd', VARIABLES.password],
    ['-p', VARIABLES.password],
    ['--access-token', VARIABLES.accessToken],
    ['--secret', VARIABLES.guestSecret],
    ['--guest-secret', VARIABLES.guestSecret],
    ['--jwt-secret', VARIABLES.guestSecret],
    ['--preset-secret', VARIABLES.presetSecret],
    ['--preset-name', VARIABLES.presetName],
    ['--api-key', VARIABLES.embeddableKey],
    ['--embeddable-api-key', VARIABLES.embeddableKey],
  ])('%s', async (option, variable) => {
    for (const command of ['doctor', 'enable', 'dashboards', 'generate']) {
      const warnings = await refused(command, option, 'canary')
      expect(warnings).toContain(`Set ${variable} in the environment.`)
      expect(warnings).not.toContain('canary')
    }
  })
})

describe('values', () => {
  test.each([
    [['doctor', '--superset'], 'Give --superset a value.'],
    [['doctor', '--superset', '--dashboard', 'x'], 'Give --superset a value.'],
    [
      ['doctor', '--superset='],
      'The value of --superset is empty. If it comes from a variable, set the variable first.',
    ],
    [
      ['doctor', '--superset', ''],
      'The value of --superset is empty. If it comes from a variable, set the variable first.',
    ],
    [['doctor', '--rls', '-1 = x'], 'write --rls=<value>'],
    [['doctor', '--json=yes'], '--json does not take a value.'],
    [['preview', 'model.yml', '-c'], 'Give -c a value.'],
  ])('%j', async (words, message) => {
    expect(await refused(...words)).toContain(message)
  })
})

describe('words that people often type first', () => {
  test.each([['--version'], ['-v'], ['-V'], ['version']])('%s prints the version', async (word) => {
    expect(await typed([word])).toMatchObject({ exitCode: 0, output: pkg.version })
  })

  test.each(COMMANDS.map(({ name, help }) => [name, help] as const))(
    'help %s prints its help',
    async (name, text) => {
      for (const words of [
        ['help', name],
        [name, '--help'],
        [name, '-h'],
      ]) {
        expect(await typed(words)).toMatchObject({ exitCode: 0, output: text })
      }
    },
  )

  test.each(COMMANDS.map(({ name }) => [name] as const))(
    '%s is suggested for its misspellings',
    async (name) => {
      const wrong = [`${name}s`, name.slice(1), `${name[1]}${name[0]}${name.slice(2)}`, name.toUpperCase()]
      for (const word of wrong) {
        expect(await refused(word)).toContain(`Did you mean ${name}?`)
        expect(await refused('help', word)).toContain(`Did you mean ${name}?`)
      }
    },
  )

  test('help prints the commands', async () => {
    expect((await typed(['help'])).output).toMatch(/^guestpass <command>/)
  })

  test('a command that nothing is near to', async () => {
    expect(await refused('zzz')).toMatch(/^The command zzz does not exist\.\nSee guestpass --help/)
  })

  test('an option before the command', async () => {
    expect(await refused('--superset', 'https://bi.example.com', 'doctor')).toContain(
      'The command comes first',
    )
  })
})

test('the explanations of the variables of the doctor are in one column', () => {
  const lines = help('doctor')
    .split('\n')
    .filter((line) => /^ {2}GUESTPASS_\w+ {2,}\S/.test(line))
  expect(lines.length).toBeGreaterThan(3)
  expect(new Set(lines.map((line) => line.search(/(?<= {2})[a-zA-Z](?!.*GUESTPASS)/))).size).toBe(1)
})
