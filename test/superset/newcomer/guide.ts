/** A fenced block of a guide: a file, whose name is the comment on its first line, or commands for a shell. */
export type Block =
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'commands'; readonly text: string }

const FENCE = /^```(\w*)\n([\s\S]*?)^```$/gm
const NAME = /^(?:\/\/|#|<!--) ?([\w./-]+\.\w+|\.env)(?: -->)?$/

/** Everything that a reader is told to write or to run, in the order they are told. */
export function blocksOf(guide: string): readonly Block[] {
  return [...guide.matchAll(FENCE)].map(([, language = '', text = '']) => {
    const name = text.match(/^.*/)?.[0].match(NAME)?.[1]
    if (name) return { kind: 'file', name, text }
    if (language === 'sh') return { kind: 'commands', text }
    throw new Error(`Neither a file nor commands: ${text}`)
  })
}

/** The lines that are code, imports and HTML included: neither empty nor a comment. */
export function codeLinesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '' && !/^(\/\/|#|<!-- )/.test(line))
}
