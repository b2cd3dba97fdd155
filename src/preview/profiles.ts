import type { Profile } from '../core/profile'
import { ToolError } from '../core/tool-error'
import { checkProfiles } from './check-profiles'
import type { JsonObject } from './json'
import { loadYaml } from './peers'
import { YamlReader } from './yaml-reader'

/** Where Embeddable's documentation keeps the file, and where its own repositories do. */
const DEFAULT_FILES = [
  'src/presets/security-contexts.sc.yml',
  'src/embeddable.com/presets/security-contexts.sc.yml',
] as const

/**
 * Reads the profiles of a `*.sc.yml`: a number stays a number and a text a text.
 *
 * @param file @default the first that exists of `src/presets/security-contexts.sc.yml` and
 * `src/embeddable.com/presets/security-contexts.sc.yml`
 * @throws {ToolError} `profiles-invalid` with everything that is wrong by its line, `peer-missing`
 */
export async function readProfiles(file?: string): Promise<readonly Profile[]> {
  const found = await readFirst(file === undefined ? DEFAULT_FILES : [file])
  return parseProfiles(found.text, found.file)
}

/** The first of the files that exists. A file that exists and cannot be read is an error. */
async function readFirst(
  files: readonly string[],
): Promise<{ readonly file: string; readonly text: string }> {
  const { readFile } = await import('node:fs/promises')
  let missing: unknown
  for (const file of files) {
    try {
      return { file, text: await readFile(file, 'utf8') }
    } catch (cause) {
      const { code = 'unreadable' } = cause as NodeJS.ErrnoException
      if (code !== 'ENOENT')
        throw new ToolError('profiles-invalid', `${file} cannot be read (${code}).`, { cause })
      missing = cause
    }
  }
  const [first = '', ...others] = files
  const elsewhere =
    others.length > 0 ? ` ${others.join(', ')} is missing too. Pass the path of the file.` : ''
  throw new ToolError('profiles-invalid', `${first} cannot be read (ENOENT).${elsewhere}`, { cause: missing })
}

/** @param file how errors call it */
export async function parseProfiles(text: string, file: string): Promise<readonly Profile[]> {
  const yaml = await loadYaml()
  const lines = new yaml.LineCounter()
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  const problems: { readonly line: number; readonly what: string }[] = []
  const report = (offset: number, what: string) =>
    void problems.push({ line: lines.linePos(offset).line, what })

  for (const { pos, message } of document.errors) report(pos[0], message)
  if (problems.length === 0) checkProfiles(new YamlReader(yaml, document, report), document.contents)
  if (problems.length > 0) {
    const lines = problems.sort((a, b) => a.line - b.line).map(({ line, what }) => `${file}:${line}: ${what}`)
    throw new ToolError('profiles-invalid', lines.join('\n'))
  }
  return (document.toJS() ?? []) as readonly (Profile & JsonObject)[]
}
