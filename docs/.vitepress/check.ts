import { existsSync, globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'

/**
 * Checks the built site: every link within it leads to a page and to an anchor that exists, nothing is loaded from another
 * host, and every page has a twin in Markdown that `llms.txt` lists.
 *
 * @throws {Error} with all problems
 */
export function checkSite(folder: string): void {
  const files = globSync('**/*.html', { cwd: folder })
  const pages = new Map(files.map((file) => [addressOf(file), readFileSync(`${folder}/${file}`, 'utf8')]))
  const problems = [...pages].flatMap(([address, html]) => [
    ...linksOf(html).flatMap((href) => problemOf(address, href, pages)),
    ...[...html.matchAll(LOADED)].map(([, url]) => `${address} loads ${url}`),
  ])
  for (const file of globSync('assets/**/*.css', { cwd: folder })) {
    const css = readFileSync(`${folder}/${file}`, 'utf8')
    problems.push(...[...css.matchAll(/url\(['"]?(https?:[^)]+)/g)].map(([, url]) => `${file} loads ${url}`))
  }
  problems.push(...twinProblemsOf(folder, [...pages.keys()]))
  if (problems.length > 0) throw new Error(`The site is not right:\n${[...new Set(problems)].join('\n')}`)
}

const LOADED =
  /<(?:script|img|source|iframe|link(?! rel="canonical"))\b[^>]*\b(?:src|srcset|href)="((?:https?:)?\/\/[^"]+)"/g

function addressOf(file: string): string {
  return `/${file}`.replace(/(index)?\.html$/, '')
}

/** Of the pages' own text; the theme's are its business. */
function linksOf(html: string): readonly string[] {
  return [...html.matchAll(/<a\b[^>]*\bhref="([^"]*)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  )
}

function problemOf(address: string, href: string, pages: ReadonlyMap<string, string>): readonly string[] {
  if (/^(https:|mailto:)/.test(href)) return []
  if (href.includes(':')) return [`${address} links to ${href}`]
  const [path = '', hash = ''] = href.split('#')
  const target = path
    ? posix.resolve(posix.dirname(`${address}x`), path) + (path.endsWith('/') ? '/' : '')
    : address
  const page = pages.get(target.replace(/^\/\/$/, '/'))
  if (page === undefined) return [`${address} links to ${href}, which is not a page`]
  return !hash || page.includes(` id="${decodeURIComponent(hash)}"`)
    ? []
    : [`${address} links to ${href}, which is not a heading`]
}

/** Assistants read `llms.txt` first, and then the twins. */
function twinProblemsOf(folder: string, addresses: readonly string[]): readonly string[] {
  const list = existsSync(`${folder}/llms.txt`) ? readFileSync(`${folder}/llms.txt`, 'utf8') : ''
  return addresses
    .filter((address) => address !== '/404')
    .flatMap((address) => {
      const twin = address === '/' ? '/index.md' : `${address.replace(/\/$/, '')}.md`
      if (!existsSync(folder + twin)) return [`${address} has no twin ${twin}`]
      const text = readFileSync(folder + twin, 'utf8')
      const broken = [...text.matchAll(/\]\(([\w./-]+\.md)/g)]
        .map(([, href = '']) => posix.resolve(posix.dirname(twin), href))
        // A link out of docs/ leads to the repository.
        .filter((target) => !/^\/(README|CONTRIBUTING|SECURITY)\.md$|^\/(examples|test)\//.test(target))
        .filter((target) => !existsSync(folder + target))
        .map((target) => `${twin} links to ${target}, which is not a twin`)
      return list.includes(`${twin})`) ? broken : [...broken, `llms.txt does not list ${twin}`]
    })
}
