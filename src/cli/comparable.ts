import { parseUrl } from './parse-url'

/**
 * The part of an allowed domain that Superset compares with the page's Referer: scheme, host and port. `undefined` where no
 * page's can equal it: it has no scheme, is a pattern, or is spelt as no browser does, with `:443` or in Unicode.
 */
export function comparable(domain: string): string | undefined {
  if (domain.includes('*')) return undefined
  const [, scheme = '', host = ''] = /^(https?:\/\/)(?:[^/?#]*@)?([^/?#]+)/i.exec(domain) ?? []
  const part = (scheme + host).toLowerCase()
  return parseUrl(part)?.origin === part ? part : undefined
}
