import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { BLOCKS } from './blocks'

/** Pages that show files of an example, which is built or run by itself, and the files that the page has to have. */
const PAGES = [
  {
    page: 'docs/next.md',
    folder: 'examples/next',
    required: [
      'app/layout.tsx',
      'app/providers.tsx',
      'app/page.tsx',
      'app/session.ts',
      'app/guest-token/route.ts',
    ],
  },
  { page: 'docs/testing.md', folder: 'examples/testing', required: ['session-ended.test.tsx'] },
]

describe.each(PAGES)('$page', ({ page, folder, required }) => {
  /** The blocks whose first line names a file of the example. */
  const files = BLOCKS.filter((block) => block.page === page).flatMap(({ code }) => {
    const [, name = '', text = ''] = /^\/\/ (\S+)\n([\s\S]*)$/.exec(code) ?? []
    return existsSync(`${folder}/${name}`) && name !== '' ? [[name, text] as const] : []
  })

  test('has the files that a reader needs', () => {
    expect(files.map(([name]) => name)).toEqual(expect.arrayContaining(required))
  })

  test.each(files)('shows %s as it is in the example', (name, text) => {
    const withoutHead = readFileSync(`${folder}/${name}`, 'utf8').replace(/^\/\/ .*\n/, '')
    expect(text).toBe(withoutHead)
  })
})
