import { basename } from 'node:path'
import { build, type Metafile } from 'esbuild'

/** The files for a script tag: the file that the tag names, and the parts that it loads on demand. */
export const SCRIPT_FILES = {
  main: 'guestpass.global.js',
  page: 'guestpass.global.page.js',
  rest: 'guestpass.global.rest.js',
} as const

export type FileName = keyof typeof SCRIPT_FILES

/** One piece of the vanilla client, as esbuild cuts it. No module is in two pieces. */
export interface Chunk {
  /** As other chunks import it. */
  readonly name: string
  /** Its name in the files, which is shorter. */
  readonly id: string
  readonly text: string
  /** The file that holds it. */
  readonly file: FileName
  /** The names of the chunks that it imports at its head. */
  readonly imports: readonly string[]
  /** Whether another chunk loads it with `import()`. */
  readonly isOnDemand: boolean
  /** The paths of the modules in it. */
  readonly modules: readonly string[]
}

/** The entry points of the first file. */
const MAIN = ['src/vanilla/index.ts', 'src/vanilla/load-part.ts']

/** What most pages with a dashboard of Superset load. The other code on demand is one part, because few apps need any of it. */
const PAGE = ['src/platforms/superset/page/page-channel.ts', 'src/client/call-when-ready.ts']

/** Cuts the vanilla client where it loads code on demand, and decides which file holds which chunk. */
export async function splitVanilla(): Promise<readonly Chunk[]> {
  const { outputFiles, metafile } = await build({
    entryPoints: MAIN,
    outdir: 'out',
    entryNames: '[name]',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'warning',
  })
  const fileOf = assignFiles(metafile.outputs)
  return Object.entries(metafile.outputs).map(([path, { imports, inputs, entryPoint }], index) => ({
    name: nameOf(path),
    id: String(index),
    text: outputFiles.find((output) => nameOf(output.path) === nameOf(path))?.text ?? '',
    file: fileOf.get(path) ?? 'main',
    imports: imports.filter(({ kind }) => kind === 'import-statement').map((chunk) => nameOf(chunk.path)),
    isOnDemand: entryPoint !== undefined && !MAIN.includes(entryPoint),
    modules: Object.keys(inputs),
  }))
}

/** A chunk is in the file whose entry points need it. A chunk that two files need is in the first file. */
function assignFiles(outputs: Metafile['outputs']): ReadonlyMap<string, FileName> {
  const files = new Map<string, FileName>()

  function assign(path: string, file: FileName): void {
    const known = files.get(path)
    if (known === file || known === 'main') return
    const next = known ? 'main' : file
    files.set(path, next)
    for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement') assign(imported, next)
    }
  }

  for (const [path, { entryPoint }] of Object.entries(outputs)) {
    if (entryPoint) assign(path, fileOfEntry(entryPoint))
  }
  return files
}

function fileOfEntry(entryPoint: string): FileName {
  if (MAIN.includes(entryPoint)) return 'main'
  return PAGE.includes(entryPoint) ? 'page' : 'rest'
}

const nameOf = (path: string) => `./${basename(path)}`
