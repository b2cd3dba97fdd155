/**
 * The structure of an SQL text: its tokens without the values of its literals. Two texts with the same structure parse to
 * the same statement, except for those values.
 *
 * The tokens are texts, quoted names, numbers, comments, dollar quotes, and the braces of a model, which refer to other
 * members even within quotes. Databases read a backslash between quotes in two ways, so the caller chooses one.
 */

export type Backslash = 'plain' | 'escape'

export interface SqlToken {
  readonly kind: (typeof KINDS)[number]
  readonly text: string
  readonly start: number
  readonly end: number
}

const KINDS = ['comment', 'text', 'name', 'open', 'number', 'word', 'sign'] as const

export function tokensOf(sql: string, backslash: Backslash): readonly SqlToken[] {
  const tokens: SqlToken[] = []
  for (const { 0: text, index, groups = {} } of sql.matchAll(TOKENS[backslash])) {
    const kind = KINDS.find((name) => groups[name] !== undefined)
    if (!kind) continue
    const minus = tokens.at(-1)
    const isSigned =
      kind === 'number' && minus?.text === '-' && minus.end === index && !isOperand(tokens.at(-2))
    if (isSigned) tokens.pop()
    tokens.push({ kind, text, start: isSigned ? index - 1 : index, end: index + text.length })
  }
  return tokens
}

export function structureOf(sql: string, backslash: Backslash): string {
  return tokenStructuresOf(tokensOf(sql, backslash)).join(' ')
}

/** What each token contributes to the structure. */
export function tokenStructuresOf(tokens: readonly SqlToken[]): readonly string[] {
  return tokens.map((token, index) => (isInName(tokens, index) ? token.text : tokenStructureOf(token)))
}

/** Whether a token is a schema, a table or an alias. Some databases accept a quoted text there too. */
export function isInName(tokens: readonly SqlToken[], index: number): boolean {
  const [before, after] = [tokens[index - 1]?.text ?? '', tokens[index + 1]?.text]
  // `IS DISTINCT FROM` compares.
  if (/^from$/i.test(before) && /^distinct$/i.test(tokens[index - 2]?.text ?? '')) return false
  return before === '.' || after === '.' || /^(from|join|into|update|table|as)$/i.test(before)
}

function tokenStructureOf({ kind, text }: SqlToken): string {
  // All values count as equal. NULL is the value that safe macros write for a text that they refuse.
  if (kind === 'number' || text.toUpperCase() === 'NULL') return 'value'
  if (kind === 'text') return `value${bracesIn(text)}`
  // The text of a comment has no effect, unless the comment does not end.
  if (kind === 'comment' || kind === 'open') return kind + bracesIn(text)
  // A name chooses a table or a column.
  return text
}

function bracesIn(text: string): string {
  return text.replace(/[^{}]/g, '')
}

/** What a minus after it takes something away from. */
function isOperand(token: SqlToken | undefined): boolean {
  if (!token) return false
  if (token.kind === 'word') return !KEYWORDS.has(token.text.toUpperCase())
  return token.kind !== 'sign' || token.text === ')' || token.text === ']'
}

const KEYWORDS = new Set(
  'SELECT WHERE AND OR NOT IN ON BETWEEN LIKE IS CASE WHEN THEN ELSE BY LIMIT OFFSET VALUES HAVING'.split(
    ' ',
  ),
)

const TOKENS: Readonly<Record<Backslash, RegExp>> = {
  plain: pattern((quote) => `${quote}(?:[^${quote}]|${quote}${quote})*${quote}(?!${quote})`),
  escape: pattern((quote) => String.raw`${quote}(?:[^${quote}\\]|${quote}${quote}|\\.)*${quote}(?!${quote})`),
}

function pattern(quoted: (quote: string) => string): RegExp {
  const kinds = [
    String.raw`(?<comment>--[^\n\r]*|/\*.*?\*/)`,
    String.raw`(?<text>${quoted("'")}|\$(?<tag>\w*)\$.*?\$\k<tag>\$)`,
    `(?<name>${quoted('"')}|\`(?:[^\`]|\`\`)*\`(?!\`))`,
    // What is not closed runs to the end.
    '(?<open>(?:[\'"`]|/\\*|\\$\\w*\\$).*)',
    String.raw`(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w$.]))`,
    String.raw`(?<word>[\p{L}\p{N}_$@#]+)`,
    String.raw`(?<sign>\S)`,
  ]
  return new RegExp(kinds.join('|'), 'gsu')
}
