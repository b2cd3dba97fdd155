import { ToolError } from '../../core/tool-error'
import type { JsonObject } from '../../preview'
import { readText } from '../read-text'

export function readModel(file: string): Promise<string> {
  return readText(file, `The model ${file}`)
}

/** The words after `--context`: JSON, a file's name after an at sign, or `-` for stdin. */
export async function readContext(words: string, readStdin: () => Promise<string>): Promise<JsonObject> {
  if (words === '-') return parse(await readStdin(), 'the text from stdin')
  if (words.startsWith('@')) {
    const file = words.slice(1)
    return parse(await readText(file, `The context ${file}`), file)
  }
  return parse(words, '--context')
}

/** The parser's message is not shown, because it repeats the input. */
function parse(text: string, where: string): JsonObject {
  try {
    return JSON.parse(text)
  } catch {
    throw new ToolError('option-invalid', `The security context in ${where} is not JSON.`)
  }
}
