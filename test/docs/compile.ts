import { basename, join } from 'node:path'
import ts from 'typescript'
import type { Block } from './blocks'

/** Of other packages, by the name that samples use without saying where it is from. */
const PACKAGES: Readonly<Record<string, string>> = {
  express: "import express from 'express'",
  rateLimit: "import { rateLimit } from 'express-rate-limit'",
  defineConfig: "import { defineConfig } from 'vite'",
  useEffect: "import { useEffect } from 'react'",
  Keyv: "import Keyv from 'keyv'",
  KeyvRedis: "import KeyvRedis from '@keyv/redis'",
  test: "import { test } from 'vitest'",
  http: "import { http } from 'msw'",
  setupServer: "import { setupServer } from 'msw/node'",
}

/** The entries in the order in which a name is looked for. */
const ENTRIES = [
  'guestpass',
  'vanilla',
  'element',
  'server',
  'express',
  'preview',
  'testing',
  'testing/react',
  'testing/server',
].map((entry) => (entry === 'guestpass' ? entry : `guestpass/${entry}`))

const FOLDER = join(import.meta.dirname, 'samples')
const NAMES = join(FOLDER, 'names.ts')

/** A `return` outside of a function is a component's, of which the sample is the inside. */
const RETURN_OUTSIDE = 1108

/** In JavaScript names have to be there, and modules; types it has none. */
const isOfTypes = (code: number) => code >= 2000 && ![2304, 2305, 2307, 2552, 2724].includes(code)

/** What the compiler has to say of each block, by the line of its page. */
export function compile(blocks: readonly Block[]): ReadonlyMap<Block, readonly string[]> {
  const options = readOptions()
  const entries = entryPaths(options)
  const parsed = ts.createProgram(entries, options)
  const exported = exportsOf(entries, parsed)
  const samples = new Map<string, Sample>()
  for (const block of blocks) {
    const file = fileOf(block)
    const text = complete(block, exported)
    // Of two that are the same file, in two ways of doing it, the first is what others import.
    samples.set(samples.has(file) ? nameless(block) : file, { block, text })
  }
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (file) => samples.has(file) || fileExists(yours(file))
  host.readFile = (file) => samples.get(file)?.text ?? readFile(yours(file))
  host.directoryExists = () => true
  host.getSourceFile = (file, ...rest) => {
    const text = samples.get(file)?.text ?? (yours(file) === file ? undefined : readFile(yours(file)))
    if (text !== undefined) return ts.createSourceFile(file, text, rest[0])
    return parsed.getSourceFile(file) ?? getSourceFile(file, ...rest)
  }
  const program = ts.createProgram([NAMES, ...samples.keys()], options, host)
  return new Map(
    [...samples].map(([file, { block }]) => {
      const source = program.getSourceFile(file)
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      const isTyped = block.language.startsWith('ts')
      const meant = found.filter(({ code }) => code !== RETURN_OUTSIDE && (isTyped || !isOfTypes(code)))
      return [block, meant.map((one) => tell(block, one))]
    }),
  )
}

function readOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, process.cwd())
  return {
    ...options,
    // A sample may declare unused names, and leave out obvious types.
    noUnusedLocals: false,
    noUnusedParameters: false,
    noImplicitAny: false,
    verbatimModuleSyntax: false,
    allowJs: true,
    checkJs: true,
  }
}

function entryPaths({ paths }: ts.CompilerOptions): readonly string[] {
  return ENTRIES.map((entry) => join(process.cwd(), paths?.[entry]?.[0] ?? ''))
}

function exportsOf(files: readonly string[], program: ts.Program): ReadonlyMap<string, string> {
  const checker = program.getTypeChecker()
  const names = new Map<string, string>()
  for (const [index, entry] of ENTRIES.entries()) {
    const source = program.getSourceFile(files[index] ?? '')
    const module = source && checker.getSymbolAtLocation(source)
    for (const { name } of module ? checker.getExportsOfModule(module) : []) {
      if (!names.has(name)) names.set(name, `import { ${name} } from '${entry}'`)
    }
  }
  return names
}

/** Imports what a sample uses and does not say, in its first line, so that the lines stay what they are. */
function complete({ code }: Block, exported: ReadonlyMap<string, string>): string {
  const imports = [...exported, ...Object.entries(PACKAGES)]
    .filter(([name]) => new RegExp(`\\b${name}\\b`).test(code) && !isDeclared(name, code))
    .map(([, statement]) => statement)
  return `${[...imports, 'export {}'].join('; ')}; ${code.replaceAll('{ … }', '{ ...elided }')}`
}

function isDeclared(name: string, code: string): boolean {
  return (
    new RegExp(`\\b(const|let|function|class|type|interface) ${name}\\b`).test(code) ||
    new RegExp(`^import\\b[^'"]*\\b${name}\\b`, 'm').test(code)
  )
}

interface Sample {
  readonly block: Block
  readonly text: string
}

/** A block is the file that its first line names, and the others of its page are beside it. */
function fileOf(block: Block): string {
  const [, name] = /^\/\/ (\S+\.[jt]sx?)\n/.exec(block.code) ?? []
  return name ? join(folderOf(block), name) : nameless(block)
}

function nameless(block: Block): string {
  return join(folderOf(block), `${block.line}.${block.language}`)
}

function folderOf({ page }: Block): string {
  return join(FOLDER, page.replaceAll(/\W/g, '-'))
}

/** What a page's files import and the page does not have is the reader's own. */
function yours(file: string): string {
  return file.startsWith(FOLDER) ? join(FOLDER, basename(file)) : file
}

function tell({ page, line }: Block, { file, start = 0, messageText }: ts.Diagnostic): string {
  const at = file ? file.getLineAndCharacterOfPosition(start).line : 0
  return `${page}:${line + at} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
}
