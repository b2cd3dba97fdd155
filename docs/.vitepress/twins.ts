import { copyFileSync, mkdirSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { UserConfig } from 'vitepress'
import llmstxt from 'vitepress-plugin-llms'

type Plugin = NonNullable<NonNullable<UserConfig['vite']>['plugins']>[number]

/**
 * For assistants: `llms.txt` lists all pages, and each page has a twin in Markdown.
 *
 * @param site the address of the site, which the links in `llms.txt` then contain
 */
export function twins(site: string | undefined): Plugin[] {
  const docs = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
  const plugin = llmstxt({ excludeIndexPage: false, injectLLMHint: false, ...(site && { domain: site }) })
  // VitePress has a Vite of its own, whose types are older.
  return [absoluteLinksOfIndexes(docs), plugin as unknown as Plugin]
}

/**
 * vitepress-plugin-llms writes the twin of `errors/index.md` to `errors.md`, one level higher, and leaves its links as they are.
 * So the links of such a page name the whole path, on the site too.
 */
function absoluteLinksOfIndexes(docs: string): Plugin {
  return {
    name: 'absolute-links-of-indexes',
    enforce: 'pre',
    transform(text: string, file: string) {
      if (!isIndex(file, docs)) return undefined
      const folder = posix.dirname(file.slice(docs.length))
      return text.replaceAll(RELATIVE, (_, path: string) => `](${posix.join('/', folder, path)}`)
    },
  }
}

const isIndex = (file: string, docs: string) =>
  file.startsWith(docs) && file.endsWith('/index.md') && file !== `${docs}/index.md`

/** A link to a page within the docs. */
const RELATIVE = /\]\((?!\w+:|[#/])((?:\.\.\/)*[\w-][^()\s]*\.md)/g

/** Other twins link to `errors/index.md`, so the twin is there as well. */
export function copyTwinsOfIndexes(site: string, pages: readonly string[]): void {
  for (const page of pages) {
    const [, folder] = /^(.+)\/index\.md$/.exec(page) ?? []
    if (folder === undefined) continue
    mkdirSync(`${site}/${folder}`, { recursive: true })
    copyFileSync(`${site}/${folder}.md`, `${site}/${page}`)
  }
}
