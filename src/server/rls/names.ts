export function doubleQuoted(parts: readonly string[]): string {
  return quoted(parts, '"')
}

/** Names between quotes, a quote in one doubled, with dots between them. */
export function quoted(parts: readonly string[], quote: '"' | '`'): string {
  return parts.map((part) => quote + part.replaceAll(quote, quote + quote) + quote).join('.')
}
