import { nearest } from '../../core/nearest'
import type { Command } from '../command'
import { codesWithPage, readErrorPage } from '../package-files'
import { misuse, parseWords } from '../words'

const HELP = `guestpass explain <code>

Prints what an error code means, its causes, and what to do. It needs no network. Every message of guestpass ends with its
code, for example (session-ended).

  -h, --help`

export const explain: Command = {
  name: 'explain',
  summary: 'what an error code means, and what to do',
  help: HELP,
  async run(words, { print }) {
    const { positionals } = parseWords(words, {})
    const [given = '', ...others] = positionals
    // A message has its code in parentheses.
    const code = given.replace(/^\((.*)\)$/, '$1')
    if (code === '' || others.length > 0) throw misuse('Give one code, for example session-ended.')
    const codes = codesWithPage()
    if (!codes.includes(code)) {
      const suggestion = nearest(code, codes)
      throw misuse(
        `The code ${code} does not exist. ${suggestion ? `Did you mean ${suggestion}?` : `The codes are ${codes.join(', ')}.`}`,
      )
    }
    print(plainText(readErrorPage(code)))
    return 0
  },
}

/** Markdown without the marks that a terminal does not need: the addresses of links, and bold. Samples stay as they are. */
function plainText(markdown: string): string {
  return markdown
    .split(/^(```[\s\S]*?^```)/m)
    .map((part) =>
      part.startsWith('```') ? part : part.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1').replaceAll('**', ''),
    )
    .join('')
    .trimEnd()
}
