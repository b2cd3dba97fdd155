import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'

/**
 * Looks through the site as it was built: every link within it leads to a page, and to an anchor that is there, and nothing
 * is loaded from another host.
 *
 * @throws {Error} with all that is wrong
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
  if (page === undefined) return [`${address} links to ${href}, which is no page`]
  return !hash || page.includes(` id="${decodeURIComponent(hash)}"`)
    ? []
    : [`${address} links to ${href}, which no heading is`]
}
