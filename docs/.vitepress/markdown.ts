import { posix } from 'node:path'
import type { MarkdownOptions } from 'vitepress'
import { readAddresses } from '../../scripts/release/addresses.ts'

type MarkdownIt = Parameters<NonNullable<MarkdownOptions['config']>>[0]

/** `undefined` before a release sets it. */
export const { repository: REPOSITORY } = readAddresses()

export function markdown(md: MarkdownIt): void {
  md.use(linksOfTheSite)
  // Jinja's braces in a line of text are not Vue's; in a block of code VitePress sees to it.
  const { code_inline: code } = md.renderer.rules
  md.renderer.rules.code_inline = (...args) => code?.(...args).replace('<code', '<code v-pre') ?? ''
}

/** The same files are read in the repository and here. A link that leads out of docs/ leads to the repository. */
function linksOfTheSite(md: MarkdownIt): void {
  md.core.ruler.push('links-of-the-site', ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null
      // Without an address of the repository the words stay, and are no link.
      if (href) token.attrs = attributesOf(onTheSite(href, env.relativePath))
    }
  })
}

const attributesOf = (href: string | undefined): [string, string][] => (href ? [['href', href]] : [])

function onTheSite(href: string, page: string): string | undefined {
  if (/^(\w+:|#|\/)/.test(href)) return href
  const [path = '', hash] = href.split('#')
  const target = posix.join('docs', posix.dirname(page), path)
  if (target.startsWith('docs/') && target.endsWith('.md')) return href
  return REPOSITORY && `${REPOSITORY}/blob/main/${target}${hash ? `#${hash}` : ''}`
}
