import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { BLOCKS, type Block } from './blocks'
import { compile } from './compile'

const in_ = (...languages: readonly string[]) => BLOCKS.filter(({ language }) => languages.includes(language))
const named = (blocks: readonly Block[]) =>
  blocks.map((block) => [`${block.page}:${block.line}`, block] as const)

const CODE = in_('ts', 'tsx', 'js', 'jsx')
const WRONG: Block = {
  page: 'README.md',
  line: 1,
  language: 'tsx',
  code: 'const one = 1;\n<EmbeddedDashboard ids="x" />',
}
// All in one program, because a second program costs seconds.
const problems = compile([...CODE, WRONG])

test.each(named(CODE))('%s compiles', (_, block) => {
  expect(problems.get(block)).toEqual([])
})

test.each(named(in_('json')))('%s is JSON', (_, { code }) => {
  JSON.parse(code)
})

test.each(named(in_('yaml', 'yml')))('%s is YAML', (_, { code }) => {
  expect(
    parseAllDocuments(code).flatMap((document) => ('errors' in document ? document.errors : [])),
  ).toEqual([])
})

const SCRIPTS = in_('sh', 'bash')
// One process for all: to start one for each script took 0.8 s of processor time (measured).
const { stdout: shellProblems } = spawnSync(
  'bash',
  [
    '-c',
    `for code; do bash -n -c "$code" 2>&1 | tr '\\n' ' '; echo; done`,
    'bash',
    ...SCRIPTS.map(({ code }) => code),
  ],
  { encoding: 'utf8' },
)

test.each(named(SCRIPTS))('%s is a shell script', (_, block) => {
  expect(shellProblems.split('\n')[SCRIPTS.indexOf(block)]).toBe('')
})

test('Python parses every Python sample', () => {
  const sources = in_('python', 'py').map(({ page, line, code }) => [`${page}:${line}`, code])
  const read = 'import ast, json, sys\nfor name, code in json.load(sys.stdin): ast.parse(code, name)'
  const { status, stderr } = spawnSync('python3', ['-c', read], {
    input: JSON.stringify(sources),
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test('every block has a known language, which is checked or only shown', () => {
  const checked = ['ts', 'tsx', 'js', 'jsx', 'json', 'yaml', 'yml', 'sh', 'bash', 'python', 'py']
  const shown = ['console', 'css', 'diff', 'html', 'http', 'ini', 'text']
  const others = BLOCKS.filter(({ language }) => ![...checked, ...shown].includes(language))
  // The map of the house, in CONTRIBUTING.md, is a drawing.
  expect(others.filter(({ page }) => page !== 'CONTRIBUTING.md')).toEqual([])
})

test('finds a wrong sample', () => {
  expect(problems.get(WRONG)).toEqual([expect.stringMatching(/^README\.md:2 .*'ids' does not exist/)])
})
