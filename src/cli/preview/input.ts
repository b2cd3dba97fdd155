import { ToolError } from '../../core/tool-error'
import type { JsonObject } from '../../preview'
import { readText } from '../read-text'

export function readModel(file: string): Promise<string> {
  return readText(file, `The model ${file}`)
}

/** The words after `--context`: JSON, a file's name after an at sign, or `-` for stdin. */
export async function readContext(words: string, readStdin: () => Promise<string>): Promise<JsonObject> {
  if (words === '-') return parse(await readStdin(), 'what came through stdin')
  if (words.startsWith('@')) {
    const file = words.slice(1)
    return parse(await readText(file, `The context ${file}`), file)
  }
  return parse(words, '--context')
}

/** Without the parser's own words, which repeat what it read. */
function parse(text: string, where: string): JsonObject {
  try {
    return JSON.parse(text)
  } catch {
    throw new ToolError('option-invalid', `The security context in ${where} is no JSON.`)
  }
}
