import { createHash } from 'node:crypto'
import { copyFile, readFile } from 'node:fs/promises'
import { build, type Plugin } from 'esbuild'

export const SCRIPT_FILE = 'guestpass.global.js'

/**
 * The vanilla entry for a `<script>` tag, whose exports are the global `guestpass`. One file with all that the other
 * build loads on demand: a tag's `integrity` covers what it names and nothing that is loaded later.
 */
export async function buildScriptFile(folder: string): Promise<void> {
  const { version, license } = JSON.parse(await readFile('package.json', 'utf8'))
  await build({
    entryPoints: ['src/vanilla/index.ts'],
    outfile: `${folder}/${SCRIPT_FILE}`,
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'guestpass',
    target: 'es2022',
    // What is inlined keeps its licence beside the file, which the MIT licence asks for.
    banner: { js: `/*! guestpass ${version}, ${license}; holds jose, see ${SCRIPT_FILE}.LICENSE.txt */` },
    logLevel: 'warning',
    plugins: [importAtOnce],
  })
  await copyFile('node_modules/jose/LICENSE.md', `${folder}/${SCRIPT_FILE}.LICENSE.txt`)
}

/**
 * Turns `import('./file')` into an import at the head of the module. Everything is in one file, so a part that runs later
 * would only need more code around each of its modules: about 1 kB, gzipped.
 */
const importAtOnce: Plugin = {
  name: 'import-at-once',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const names: string[] = []
      const contents = source.replaceAll(/(?<!typeof )\bimport\(('[^']+')\)/g, (_match, name: string) => {
        names.push(name)
        return `Promise.resolve(imported${names.length})`
      })
      const imports = names.map((name, index) => `import * as imported${index + 1} from ${name}\n`)
      return { contents: `${imports.join('')}${contents}`, loader: 'ts' }
    })
  },
}

export const integrityOf = (content: Buffer): string =>
  `sha384-${createHash('sha384').update(content).digest('base64')}`
