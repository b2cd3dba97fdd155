/** Documents name the tests that show a claim. Each of these files exists, and contains the title that is quoted beside it. */

import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const PAGES = globSync(['*.md', 'docs/**/*.md'], { exclude: (name) => name === 'docs/api' })
const FILES = globSync('{test,scripts}/**/*.{ts,tsx,json}')

/** The file of a name such as `test/e2e/back.spec.ts`, or only `back.spec.ts` after such a name. */
const fileOf = (name: string) => FILES.find((file) => file === name || file.endsWith(`/${name}`))

const NAME = /`([\w/.-]+\.(?:test|spec|contract)\.tsx?)`/g
const QUOTED = /`((?:test|scripts)\/[\w/.-]+\.tsx?)`[,(\s]+"([^"]+)"/g
/** One line, with plain apostrophes. */
const plain = (text: string) => text.replace(/\s+/g, ' ').replaceAll('’', "'")

test('every test that a document names exists', () => {
  const names = PAGES.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(NAME)].map(([, name = '']) => ({ page, name })),
  )
  expect(names.length).toBeGreaterThan(100)
  expect(names.filter(({ name }) => fileOf(name) === undefined)).toEqual([])
})

test('every title of a test that a document quotes exists', () => {
  const quoted = PAGES.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(QUOTED)].map(([, file = '', title = '']) => ({
      page,
      file,
      title: plain(title),
    })),
  )
  expect(quoted.length).toBeGreaterThan(5)
  const missing = quoted.filter(({ file, title }) => !plain(readFileSync(file, 'utf8')).includes(title))
  expect(missing).toEqual([])
})
