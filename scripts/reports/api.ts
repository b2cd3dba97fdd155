import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
} from '@microsoft/api-extractor'

/** The entries with code and types, by the names of their files in `dist`. */
export const ENTRIES: readonly string[] = Object.entries<{
  readonly types?: string
  readonly default?: string
}>(JSON.parse(readFileSync('package.json', 'utf8')).exports).flatMap(([entry, files]) =>
  files.types && files.default && entry !== './styles.css' ? [basename(files.types, '.d.ts')] : [],
)

/** Lines of an entry's report that are not checked in, or that no entry may have. Empty when all is well. */
export type Findings = Readonly<Record<string, readonly string[]>>

/** Writes `etc/*.api.md`: all that each entry exports, as an app's compiler sees it. Deletes those of former entries. */
export function writeApiReports(): void {
  extract(true)
  const reports = ENTRIES.map((entry) => `${entry}.api.md`)
  // Last, so that an interrupted run deletes nothing.
  for (const file of readdirSync('etc')) if (!reports.includes(file)) rmSync(`etc/${file}`)
}

/** Compares them with what is built. */
export const compareApiReports = (): Findings => extract(false)

function extract(isWritten: boolean): Findings {
  mkdirSync('.cache/api', { recursive: true })
  mkdirSync('etc', { recursive: true })
  const configs = ENTRIES.map(configOf)
  const [first, ...others] = configs
  if (!first) return {}
  // One program for all of them: the compiler reads each file once.
  const compilerState = CompilerState.create(first, {
    additionalEntryPoints: others.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath),
  })
  return Object.fromEntries(
    configs.map((config, index) => {
      const found: string[] = []
      const { apiReportChanged } = Extractor.invoke(config, {
        localBuild: isWritten,
        compilerState,
        messageCallback(message) {
          const text = textOf(message)
          if (text) found.push(text)
          message.handled = true
        },
      })
      if (apiReportChanged && !isWritten) found.unshift('differs from what is checked in')
      return [ENTRIES[index] ?? '', found]
    }),
  )
}

/**
 * Parts of types that compute other types. An app writes the results of them, and has no use for their names. Every other type in
 * a public signature is exported from the entry that uses it.
 */
const COMPUTED = [
  ...[
    'ERROR_KINDS',
    'FINDINGS',
    'OTHERS',
    'RENAMED',
    'TEXTS',
    'Base',
    'Without',
    'KebabCase',
    'SameName',
    'PropertyName',
  ],
  ...[
    'AnyEmbedOptions',
    'UntranslatedOptions',
    'NameIn',
    'ValueOf',
    'TypeOf',
    'LabelOf',
    'RequiredParam',
    'ParamOf',
  ],
  ...[
    'MetricName',
    'Items',
    'Values',
    'Scalar',
    'ScalarOf',
    'GrantOf',
    'PresetApiBase',
    'PresetJwtBase',
    'SupersetApiBase',
  ],
  ...['Refused', 'Like', 'RawMarks', 'LikePlace', 'LikeCall', 'LikePattern', 'Dialect', 'Built'],
]

/** The messages about the types, without messages about the progress. */
function textOf({ logLevel, messageId, text }: ExtractorMessage): string | undefined {
  const [, name = ''] = /^The symbol "(\w+?)(?:_\d+)?" needs to be exported/.exec(text) ?? []
  if (COMPUTED.includes(name)) return undefined
  const isWorthTelling = logLevel === ExtractorLogLevel.Warning || logLevel === ExtractorLogLevel.Error
  return isWorthTelling ? `${messageId}: ${text}` : undefined
}

function configOf(entry: string): ExtractorConfig {
  const folder = resolve('.')
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: `${folder}/package.json`,
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: `${folder}/dist/${entry}.d.ts`,
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'es2022',
            module: 'preserve',
            moduleResolution: 'bundler',
            lib: ['es2023', 'dom', 'dom.iterable'],
            types: ['node'],
            strict: true,
            skipLibCheck: true,
          },
          files: ENTRIES.map((name) => `dist/${name}.d.ts`),
        },
      },
      apiReport: {
        enabled: true,
        reportFolder: `${folder}/etc`,
        reportTempFolder: `${folder}/.cache/api`,
        reportFileName: `${entry}.api.md`,
        // Also the parts of a type without a public name, because an app depends on them.
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.Warning },
          'ae-forgotten-export': { logLevel: ExtractorLogLevel.Warning },
          // The reports mark these symbols, and a test reads the marks: a field whose name explains it needs no comment.
          'ae-undocumented': { logLevel: ExtractorLogLevel.None },
          // Nothing here is marked as public, internal or beta: what an entry exports is public.
          'ae-missing-release-tag': { logLevel: ExtractorLogLevel.None },
        },
      },
    },
  })
}
