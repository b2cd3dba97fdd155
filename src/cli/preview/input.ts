import { readFile } from 'node:fs/promises'
import { ToolError } from '../../core/tool-error'
import type { JsonObject } from '../../preview'

export function readModel(file: string): Promise<string> {
  return read(file, 'model')
}

/** The words after `--context`: JSON, a file's name after an at sign, or `-` for stdin. */
export async function readContext(words: string, readStdin: () => Promise<string>): Promise<JsonObject> {
  if (words === '-') return parse(await readStdin(), 'what came through stdin')
  if (words.startsWith('@')) return parse(await read(words.slice(1), 'context'), words.slice(1))
  return parse(words, '--context')
}

async function read(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const { code = 'unreadable' } = cause as NodeJS.ErrnoException
    throw new ToolError('option-invalid', `The ${what} ${file} cannot be read (${code}).`, { cause })
  }
}

/** Without the parser's own words, which repeat what it read. */
function parse(text: string, where: string): JsonObject {
  try {
    return JSON.parse(text)
  } catch {
    throw new ToolError('option-invalid', `The security context in ${where} is no JSON.`)
  }
}
