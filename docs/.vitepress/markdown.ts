import { posix } from 'node:path'
import type { MarkdownOptions } from 'vitepress'
import manifest from '../../package.json' with { type: 'json' }

type MarkdownIt = Parameters<NonNullable<MarkdownOptions['config']>>[0]

const { homepage } = manifest

export const REPOSITORY = manifest.repository.url.replace(/^git\+|\.git$/g, '')

export function markdown(md: MarkdownIt): void {
  md.use(linksOfTheSite)
  // Jinja's braces in a line of text are not Vue's; in a block of code VitePress sees to it.
  const { code_inline: code } = md.renderer.rules
  md.renderer.rules.code_inline = (...args) => code?.(...args).replace('<code', '<code v-pre') ?? ''
}

/**
 * The same files are read in the repository and here. What links out of docs/ leads to the repository, and what names
 * the site, because the repository does not hold the page, leads to that page.
 */
function linksOfTheSite(md: MarkdownIt): void {
  md.core.ruler.push('links-of-the-site', ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null
      if (href) token.attrSet('href', onTheSite(href, env.relativePath))
    }
  })
}

function onTheSite(href: string, page: string): string {
  if (href.startsWith(`${homepage}/`)) return href.slice(homepage.length)
  if (/^(\w+:|#|\/)/.test(href)) return href
  const [path = '', hash] = href.split('#')
  const target = posix.join('docs', posix.dirname(page), path)
  if (target.startsWith('docs/') && target.endsWith('.md')) return href
  return `${REPOSITORY}/blob/main/${target}${hash ? `#${hash}` : ''}`
}
