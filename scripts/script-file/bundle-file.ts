import { type BuildOptions, build, type Plugin } from 'esbuild'
import { type Chunk, type FileName, SCRIPT_FILES } from './split-vanilla.ts'

/** A file for a script tag. */
export interface ScriptFile {
  readonly name: string
  readonly content: Uint8Array
  /** The paths of the modules that are in it. */
  readonly modules: readonly string[]
}

const LOAD_PART = './load-part.js'

/** How a part sets its function on its own tag: see src/vanilla/load-part.ts. */
const OWN_TAG = 'Reflect.get(Document.prototype,"currentScript",document)'

/** The first file: a script whose exports are the global `guestpass`. */
export function bundleMain(chunks: readonly Chunk[], banner: string, parts: object): Promise<ScriptFile> {
  const shared = chunks.filter((chunk) => isShared(chunk, chunks))
  return bundle('main', chunks, {
    format: 'iife',
    globalName: 'guestpass',
    define: { SCRIPT_PARTS: JSON.stringify(parts) },
    banner: { js: `${banner}\n"use strict";` },
    stdin: {
      contents: [
        `import { sharedModules } from "${LOAD_PART}"`,
        ...shared.map(({ id, name }) => `import * as shared${id} from "${name}"`),
        ...shared.map(({ id }) => `sharedModules[${id}] = shared${id}`),
        'export * from "./index.js"',
      ].join('\n'),
    },
  })
}

/** A part: a script that sets a function on its own tag. */
export function bundlePart(
  file: Exclude<FileName, 'main'>,
  chunks: readonly Chunk[],
  banner: string,
): Promise<ScriptFile> {
  const onDemand = chunks.filter((chunk) => chunk.file === file && chunk.isOnDemand)
  return bundle(file, chunks, {
    format: 'cjs',
    banner: { js: `${banner}\n${OWN_TAG}.guestpassPart=(require,module)=>{"use strict";` },
    footer: { js: '};' },
    stdin: {
      contents: onDemand.map(({ id, name }) => `export * as "${id}" from "${name}"`).join('\n'),
    },
  })
}

async function bundle(file: FileName, chunks: readonly Chunk[], options: BuildOptions): Promise<ScriptFile> {
  const { outputFiles, metafile } = await build({
    ...options,
    bundle: true,
    minify: true,
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'warning',
    plugins: [chunksOf(file, chunks)],
  })
  const names = new Set(Object.keys(metafile.inputs).map((input) => input.replace('chunk:', '')))
  return {
    name: SCRIPT_FILES[file],
    content: outputFiles?.[0]?.contents ?? new Uint8Array(),
    modules: chunks.filter(({ name }) => names.has(name)).flatMap(({ modules }) => modules),
  }
}

/** Resolves the chunks of a file. A part takes all others from the first file, by their ids. */
const chunksOf = (file: FileName, chunks: readonly Chunk[]): Plugin => ({
  name: 'chunks',
  setup({ onResolve, onLoad }) {
    const find = (path: string) => {
      const chunk = chunks.find(({ name }) => name === path)
      if (!chunk) throw new Error(`The chunk ${path} does not exist.`)
      return chunk
    }
    onResolve({ filter: /^\.\// }, ({ path }) => {
      const chunk = find(path)
      if (chunk.file === file) return { path, namespace: 'chunk' }
      return { path: chunk.id, external: true }
    })
    onLoad({ filter: /./, namespace: 'chunk' }, ({ path }) => ({
      contents: replaceImports(find(path).text, (imported) => {
        const { file: part, id } = find(imported)
        if (part === 'main') throw new Error(`${imported} is loaded on demand, and is in the first file.`)
        return `loadModule("${part}","${id}")`
      }),
    }))
  },
})

/** Replaces each `import()` of a chunk. esbuild has minified the chunk, so nothing in it has the name `loadModule` yet. */
function replaceImports(text: string, replace: (name: string) => string): string {
  const replaced = text.replaceAll(/\bimport\("([^"]+)"\)/g, (_match, name: string) => replace(name))
  return replaced === text ? text : `import{loadModule}from"${LOAD_PART}";${replaced}`
}

/** Whether a part takes the chunk from the first file. */
function isShared({ name, file }: Chunk, chunks: readonly Chunk[]): boolean {
  const isUsed = chunks.some((chunk) => chunk.file !== 'main' && chunk.imports.includes(name))
  return file === 'main' && (isUsed || name === LOAD_PART)
}
