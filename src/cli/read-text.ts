import { readFile } from 'node:fs/promises'
import { misuse } from './words'

/**
 * Reads a file that the command names.
 *
 * @throws {ToolError} `option-invalid`
 */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw misuse(`${file} cannot be read (${Object(error).code}).`)
  }
}
