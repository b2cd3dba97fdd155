import type { Preset } from '../core/preset'
import { ToolError } from '../core/tool-error'
import type { JsonObject } from './json'
import { loadYaml } from './peers'
import { createPresetChecks } from './preset-checks'

/** Where Embeddable's own tools keep them. */
const DEFAULT_FILE = 'src/presets/security-contexts.sc.yml'

/**
 * Reads the presets of a `*.sc.yml`: a number stays a number and a text a text.
 *
 * @param file @default 'src/presets/security-contexts.sc.yml'
 * @throws {ToolError} `presets-invalid` with everything that is wrong by its line, `peer-missing`
 */
export async function readPresets(file = DEFAULT_FILE): Promise<readonly Preset[]> {
  return parsePresets(await readText(file), file)
}

async function readText(file: string): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const { code = 'unreadable' } = cause as NodeJS.ErrnoException
    throw new ToolError('presets-invalid', `${file} cannot be read (${code}).`, { cause })
  }
}

/** @param file how errors call it */
export async function parsePresets(text: string, file: string): Promise<readonly Preset[]> {
  const yaml = await loadYaml()
  const lines = new yaml.LineCounter()
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  const problems: { readonly line: number; readonly what: string }[] = []
  const report = (offset: number, what: string) =>
    void problems.push({ line: lines.linePos(offset).line, what })

  for (const { pos, message } of document.errors) report(pos[0], message)
  if (problems.length === 0) createPresetChecks(yaml, document, report).check(document.contents)
  if (problems.length > 0) {
    const said = problems.sort((a, b) => a.line - b.line).map(({ line, what }) => `${file}:${line}: ${what}`)
    throw new ToolError('presets-invalid', said.join('\n'))
  }
  return (document.toJS() ?? []) as readonly (Preset & JsonObject)[]
}
