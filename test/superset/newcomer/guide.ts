import { readFileSync } from 'node:fs'
import { blocksOf } from '../../docs/blocks.ts'

/** A step of a guide: it writes a file, whose name is in the comment on its first line, or it runs commands. */
export type Step =
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'commands'; readonly text: string }

const NAME = /^(?:\/\/|#|<!--) ?([\w./-]+\.\w+|\.env)(?: -->)?\n/

/** Every block of code in a page, in the order in which a reader comes to it. */
export function stepsOf(page: string): readonly Step[] {
  return blocksOf(page, readFileSync(page, 'utf8')).map(({ language, line, code: text }) => {
    const name = NAME.exec(text)?.[1]
    if (name) return { kind: 'file', name, text }
    if (language === 'sh') return { kind: 'commands', text }
    throw new Error(`${page}:${line} is neither a file nor commands.`)
  })
}

/** The lines that are code, imports and HTML included: neither empty nor a comment. */
export function codeLinesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '' && !/^(\/\/|#|<!-- )/.test(line))
}
