import { gzipSync } from 'node:zlib'
import { buildSync } from 'esbuild'

/** The official SDK as a bundler has it, minified and gzipped, in bytes. */
export function measureSdk(): number {
  const stdin = { contents: "export * from '@superset-ui/embedded-sdk'", resolveDir: process.cwd() }
  const { outputFiles } = buildSync({ stdin, bundle: true, minify: true, format: 'esm', write: false })
  const [file] = outputFiles
  if (!file) throw new Error('The official SDK has no bundle.')
  return gzipSync(file.contents).length
}
