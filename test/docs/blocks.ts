import { globSync, readFileSync } from 'node:fs'

/** A fenced block of code in a page, without the indentation of the list that it stands in. */
export interface Block {
  readonly page: string
  /** The line of the page that the code begins in. */
  readonly line: number
  readonly language: string
  readonly code: string
}

/** What people read: not what is generated from the types. */
export const PAGES: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...globSync('docs/**/*.md', { exclude: (name) => name === 'docs/api' }).sort(),
]

export const BLOCKS: readonly Block[] = PAGES.flatMap((page) => blocksOf(page, readFileSync(page, 'utf8')))

export function blocksOf(page: string, text: string): readonly Block[] {
  return [...text.matchAll(/^( *)(`{3,})(\S*)[^\n]*\n([\s\S]*?)^ *\2$/gm)].map((found) => {
    const [, indent = '', , language = '', code = ''] = found
    return {
      page,
      line: text.slice(0, found.index).split('\n').length + 1,
      language,
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }
  })
}
