import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../', import.meta.url))

/**
 * Imports a module that uses `src`, or a package of npm whose files import each other as those of `src` do: without file
 * endings, which Node cannot resolve. So the module is bundled into `.cache` first.
 *
 * @param file a path from the root of the repository
 */
export async function importSource<Module>(file: string): Promise<Module> {
  const outfile = path.join(root, '.cache/sources', file.replace(/\.[jt]s$/, '.mjs'))
  await build({
    entryPoints: [path.join(root, file)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
  return import(outfile)
}
