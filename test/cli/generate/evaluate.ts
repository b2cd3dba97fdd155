import ts from 'typescript'

/** An object of the module, as the app has it at run time. */
export interface Evaluated {
  readonly embedId: string
  readonly numericId: number
  readonly title: string
  readonly filters: Readonly<
    Record<string, { readonly id: string; readonly dataset?: string; readonly column?: string }>
  >
  readonly tabs: Readonly<Record<string, string>>
  readonly charts: Readonly<Record<string, { readonly id: number; readonly dataset?: string }>>
  readonly datasets: Readonly<
    Record<
      string,
      {
        readonly id: number
        readonly columns: Readonly<Record<string, string>>
        readonly metrics: readonly string[]
      }
    >
  >
}

/** Compiles the module with TypeScript, and runs it. @throws {Error} for a module with a mistake in its syntax */
export function evaluate(source: string): Readonly<Record<string, Evaluated>> {
  const { outputText, diagnostics = [] } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    reportDiagnostics: true,
  })
  for (const { messageText } of diagnostics)
    throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'))
  const exported: Record<string, Evaluated> = {}
  new Function('exports', outputText)(exported)
  return exported
}
