import { join } from 'node:path'
import ts from 'typescript'

/**
 * What the compiler reports of each source, with the settings of this project.
 *
 * @param folder where the sources are, for their relative imports. Nothing is written.
 */
export function compileSources(
  folder: string,
  sources: readonly (readonly [name: string, text: string])[],
): ReadonlyMap<string, readonly string[]> {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile)
  const parsed = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, process.cwd())
  // Each source imports everything that one of them needs.
  const options = { ...parsed.options, noUnusedLocals: false }
  const files = new Map(
    sources.map(([name, text], index) => [join(folder, `source-${index}.tsx`), { name, text }]),
  )
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (file) => files.has(file) || fileExists(file)
  host.readFile = (file) => files.get(file)?.text ?? readFile(file)
  host.getSourceFile = (file, ...others) => {
    const text = files.get(file)?.text
    return text === undefined ? getSourceFile(file, ...others) : ts.createSourceFile(file, text, others[0])
  }
  const program = ts.createProgram([...files.keys()], options, host)
  return new Map(
    [...files].map(([file, { name }]) => {
      const source = program.getSourceFile(file)
      const reported = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      return [name, reported.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))]
    }),
  )
}
