import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { slug } from '../../docs/.vitepress/slug'
import { PAGES } from './blocks'

/** Without its code, in which nothing is a link. */
const textOf = (file: string) =>
  readFileSync(file, 'utf8')
    .replaceAll(/^ *(`{3,})[\s\S]*?^ *\1$/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ''))

const linksOf = (page: string) =>
  [...textOf(page).matchAll(/\]\(<?([^)>\s]+)>?[^)]*\)|\b(?:src|srcset|href)="([^"]+)"/g)].map(
    ([, inMarkdown, inHtml]) => inMarkdown ?? inHtml ?? '',
  )

const anchorsOf = (file: string) => {
  const seen = new Map<string, number>()
  return [...textOf(file).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const name = slug(heading.replaceAll(/\]\([^)]*\)/g, ''))
    const count = seen.get(name) ?? 0
    seen.set(name, count + 1)
    return count === 0 ? name : `${name}-${count}`
  })
}

/** What is wrong with a link, as GitHub shows the page. */
function problemOf(page: string, href: string): string | undefined {
  const [path = '', hash] = href.split('#')
  if (href.startsWith('/')) return pageOfTheSite(path.slice(1))
  if (/^(https|mailto):/.test(href)) return
  if (/^\w+:/.test(href)) return 'is neither https nor a file'
  const file = path ? posix.join(posix.dirname(page), path) : page
  if (!existsSync(file)) return 'is not a file'
  if (hash !== undefined && !anchorsOf(file).includes(hash)) return `is not a heading of ${file}`
  return
}

/** Those made from the types are not there yet; docs:build follows the links to them. */
function pageOfTheSite(path: string): string | undefined {
  const isThere = path === '' || path.startsWith('api/') || existsSync(`docs/${path || 'index'}.md`)
  return isThere ? undefined : 'is not a page of the site'
}

test.each(PAGES)('every link of %s has a target', (page) => {
  const wrong = linksOf(page).map((href) => [href, problemOf(page, href)])
  expect(wrong.filter(([, problem]) => problem)).toEqual([])
})

test('finds a link without a target', () => {
  const page = 'docs/security.md'
  expect(problemOf(page, 'nowhere.md')).toBe('is not a file')
  expect(problemOf(page, 'reference.md#nothing')).toMatch('not a heading')
  expect(problemOf(page, 'http://example.com')).toMatch('neither https')
  expect(problemOf(page, '/errors/nothing')).toMatch('not a page')
  expect(problemOf(page, '../README.md')).toBeUndefined()
})
