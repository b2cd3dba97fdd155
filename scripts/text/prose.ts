/** A line of a file, as far as it is text for people. */
export interface ProseLine {
  /** From 1. */
  readonly number: number
  /** Without the code in backticks. */
  readonly text: string
}

/** The files whose text is checked. Reports in `etc` and licences are not written by us. */
export const hasProse = (file: string) =>
  /\.(md|tsx?|mts|mjs|js|py|css|ya?ml)$/.test(file) && !/(^|\/)(etc\/|LICENSE)/.test(file)

/** The comments, and the quoted texts of three words or more, of a source file. The lines outside of code of a document. */
export function readProse(file: string, content: string): readonly ProseLine[] {
  const lines = content.split('\n')
  const texts = file.endsWith('.md') ? documentLines(lines) : sourceLines(lines)
  return texts.map(({ number, text }) => ({ number, text: text.replace(/`[^`]*`/g, '``') }))
}

function documentLines(lines: readonly string[]): readonly ProseLine[] {
  let isCode = false
  return lines.flatMap((text, index) => {
    const isFence = /^\s*(```|~~~)/.test(text)
    if (isFence) isCode = !isCode
    return isCode || isFence ? [] : [{ number: index + 1, text }]
  })
}

function sourceLines(lines: readonly string[]): readonly ProseLine[] {
  let isBlock = false
  return lines.flatMap((line, index) => {
    const text = line.trim()
    const isComment = isBlock || /^(\/\/|\/\*|\*|#|\{\/\*)/.test(text)
    if (/\/\*/.test(text)) isBlock = true
    if (/\*\//.test(text)) isBlock = false
    const texts = isComment ? [text] : [...endComment(line), ...quotedTexts(line)]
    return texts.map((prose) => ({ number: index + 1, text: prose }))
  })
}

function endComment(line: string): readonly string[] {
  const comment = line.match(/(?:^|\s)(?:\/\/|#) (.*)$/)?.[1]
  return comment === undefined ? [] : [comment]
}

function quotedTexts(line: string): readonly string[] {
  return [...line.matchAll(/(['"`])((?:(?!\1).)*?\w+ \w+ \w+(?:(?!\1).)*?)\1/g)].map(
    ([, , text = '']) => text,
  )
}
