import { readFile } from 'node:fs/promises'
import { ToolError } from '../core/tool-error'

/**
 * Reads a file that was typed.
 *
 * @param what what the message calls the file. @default its path
 * @throws {ToolError} `option-invalid`
 */
export async function readText(file: string, what = file): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const { code = 'unreadable' } = Object(cause)
    throw new ToolError('option-invalid', `${what} cannot be read (${code}).`, { cause })
  }
}
