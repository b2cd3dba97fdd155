import { posix } from 'node:path'
import convert from 'npm-to-yarn'
import type { MarkdownOptions } from 'vitepress'
import { readAddresses } from '../../scripts/release/addresses.ts'

type MarkdownIt = Parameters<NonNullable<MarkdownOptions['config']>>[0]

/** Both are `undefined` before a release sets them. */
export const { repository: REPOSITORY, site: SITE } = readAddresses()

export function markdown(md: MarkdownIt): void {
  md.use(linksOfTheSite)
  md.use(tabsOfPackageManagers)
  // Jinja's braces in a line of text are not Vue's; in a block of code VitePress sees to it.
  const { code_inline: code } = md.renderer.rules
  // A long call breaks before its parameters.
  md.renderer.rules.code_inline = (...args) =>
    code?.(...args)
      .replace('<code', '<code v-pre')
      .replaceAll('(', '<wbr>(') ?? ''
}

/** The same files are read in the repository and here. A link that leads out of docs/ leads to the repository. */
function linksOfTheSite(md: MarkdownIt): void {
  md.core.ruler.push('links-of-the-site', ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null
      // Without an address of the repository the words stay, and are not a link.
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

/**
 * A block that only installs packages becomes tabs, one for each package manager. The source names only npm, because GitHub shows
 * the same files without tabs.
 */
function tabsOfPackageManagers(md: MarkdownIt): void {
  md.core.ruler.push('tabs-of-package-managers', (state) => {
    const { Token } = state
    state.tokens = state.tokens.flatMap((token) => {
      if (token.type !== 'fence' || !ONLY_NPM.test(token.content)) return [token]
      const tabs = PACKAGE_MANAGERS.map((manager) =>
        Object.assign(new Token('fence', 'code', 0), token, {
          info: `sh [${manager}]`,
          content: convert(token.content, manager),
        }),
      )
      return [
        new Token('container_code-group_open', 'div', 1),
        ...tabs,
        new Token('container_code-group_close', 'div', -1),
      ]
    })
  })
}

const PACKAGE_MANAGERS = ['npm', 'pnpm', 'yarn'] as const
const ONLY_NPM = /^(npm (install|init)\b[^\n]*\n)+$/
