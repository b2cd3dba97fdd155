import { createHash } from 'node:crypto'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { bundleMain, bundlePart, type ScriptFile } from './script-file/bundle-file.ts'
import { type FileName, SCRIPT_FILES, splitVanilla } from './script-file/split-vanilla.ts'

export { SCRIPT_FILES }

/**
 * The vanilla entry for a `<script>` tag, whose exports are the global `guestpass`, in three files. The first file knows the
 * hashes of the two others, so the `integrity` of the page's tag covers what is loaded on demand, too.
 *
 * esbuild builds twice. The first build cuts the client into chunks, which are ES modules. The second build makes a script of the chunks
 * of each file.
 */
export async function buildScriptFiles(): Promise<Readonly<Record<FileName, ScriptFile>>> {
  const { version, license } = JSON.parse(await readFile('package.json', 'utf8'))
  const banner = `/*! guestpass ${version}, ${license}`
  const chunks = await splitVanilla()
  const [page, rest] = await Promise.all([
    bundlePart('page', chunks, `${banner} */`),
    // What is inlined keeps its licence beside the file, which the MIT licence asks for.
    bundlePart('rest', chunks, `${banner}; holds jose, see ${SCRIPT_FILES.rest}.LICENSE.txt */`),
  ])
  const main = await bundleMain(chunks, `${banner} */`, { page: addressOf(page), rest: addressOf(rest) })
  return { main, page, rest }
}

/** Writes the files, and the licence of `jose`. */
export async function writeScriptFiles(folder: string): Promise<void> {
  const files = await buildScriptFiles()
  await Promise.all(Object.values(files).map(({ name, content }) => writeFile(`${folder}/${name}`, content)))
  await copyFile('node_modules/jose/LICENSE.md', `${folder}/${SCRIPT_FILES.rest}.LICENSE.txt`)
}

/** The query changes with the file, so that a browser or a proxy does not take an older part from its cache. */
function addressOf({ name, content }: ScriptFile): { readonly address: string; readonly integrity: string } {
  const version = createHash('sha384').update(content).digest('hex').slice(0, 8)
  return { address: `${name}?v=${version}`, integrity: integrityOf(content) }
}

/** The value of `integrity` for a file. */
export const integrityOf = (content: Uint8Array): string =>
  `sha384-${createHash('sha384').update(content).digest('base64')}`
