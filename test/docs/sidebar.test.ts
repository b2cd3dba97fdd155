import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { GUIDES, sidebar } from '../../docs/.vitepress/sidebar'

/** The pages of each numbered line of the README, by path. */
const [, README_GUIDES = ''] =
  /^## Guides[^\n]*\n([\s\S]*?)^\[Reference\]/m.exec(readFileSync('README.md', 'utf8')) ?? []
const LINES = README_GUIDES.split(/^\d+\. /m)
  .slice(1)
  .map((line) => [...line.matchAll(/\]\(docs\/([\w-]+)\.md\)/g)].map(([, path]) => path))

test('the sidebar has the guides of the README, in its order', () => {
  expect(GUIDES.flatMap(({ pages }) => Object.keys(pages))).toEqual(LINES.flat())
  expect(LINES.flat().length).toBeGreaterThan(20)
})

test('no line of the README is divided over two groups', () => {
  const groupOf = (path = '') => GUIDES.find(({ pages }) => Object.hasOwn(pages, path))?.text
  const groups = LINES.map((line) => new Set(line.map(groupOf)))
  expect(groups.map(({ size }) => size)).toEqual(LINES.map(() => 1))
})

test('the sidebar leads to every page once', () => {
  const links = sidebar().flatMap(({ link, items = [] }) => [link, ...items.map((item) => item.link)])
  const pages = links.filter((link) => link !== undefined)
  expect(new Set(pages).size).toBe(pages.length)
})
