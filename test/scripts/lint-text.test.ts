import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { checkText } from '../../scripts/text/check'
import { TEXT_RULES } from '../../scripts/text/rules'

/** Phrases that break each rule, joined here so that this file does not contain them. */
const BAD: Readonly<Record<string, readonly string[]>> = {
  'who or what as the subject': ['A token for wh|o is signed in', 'The part of wh|at is shown'],
  'a thing that speaks or listens': ['The route sa|ys no', 'The page is to|ld to load'],
  'a negated noun': ['That is n|o token', 'There are n|o rows', 'Nobo|dy sees it'],
  '"one" in place of a noun': ['The route is on|e that fails', 'It waits for tho|se who wait'],
  'an archaic connective': ['The frame loads an|ew', 'It needs the id alo|ne.', 'It has an id of its ow|n.'],
}
const joined = (text: string) => text.replace('|', '')

describe('each rule finds its phrases', () => {
  test.each(TEXT_RULES.map(({ name }) => [name] as const))('%s', (name) => {
    const phrases = (BAD[name] ?? []).map(joined)
    expect(phrases.length).toBeGreaterThan(1)
    for (const phrase of phrases) {
      expect(checkText('a.ts', `// ${phrase}`), phrase).toMatchObject([{ line: 1 }])
      expect(checkText('a.md', phrase), phrase).toMatchObject([{ line: 1 }])
      expect(checkText('a.ts', `test('${phrase} twice', run)`), phrase).toHaveLength(1)
    }
  })
})

describe('text that is not checked', () => {
  const phrase = joined('It sa|ys so')
  test.each([
    ['code in backticks', 'a.md', `A \`${phrase}\` here`],
    ['a block of code in a document', 'a.md', `\`\`\`\n${phrase}\n\`\`\``],
    ['code of a source file', 'a.ts', 'const says = told(who)'],
    ['a question', 'a.md', 'What is a guest token?'],
  ])('%s', (_, file, content) => {
    expect(checkText(file, content)).toEqual([])
  })
})

describe('an exception', () => {
  const phrase = joined('It sa|ys so')
  const exception = (reason: string) => `// ${'plain'}-text:${reason}`
  test.each([
    ['on the line above', `${exception(' a quotation')}\n// ${phrase}`, []],
    ['on the same line', `run('${phrase} again') ${exception(' a quotation')}`, []],
    ['two lines above', `${exception(' a quotation')}\n\n// ${phrase}`, [3, 1]],
    ['without a reason', `${exception('')}\n// ${phrase}`, [1]],
    ['without a use', `${exception(' a quotation')}\n// fine`, [1]],
  ])('%s', (_, content, lines) => {
    expect(checkText('a.ts', content).map(({ line }) => line)).toEqual(lines)
  })

  test('in a document is a comment of HTML', () => {
    expect(checkText('a.md', `<!-- ${'plain'}-text: a quotation -->\n${phrase}`)).toEqual([])
  })
})

test('the command counts the files that it has checked', () => {
  const run = () =>
    execFileSync('node', ['scripts/lint-text.ts', 'package.json', 'README.md'], { encoding: 'utf8' })
  expect(run()).toBe('The text of 1 files follows the rules.\n')
})
