import { copyFile, cp, rm } from 'node:fs/promises'
import { defineConfig } from 'tsup'
import { writeBrowserRefusal } from './scripts/browser-refusal.ts'
import { writeScriptFiles } from './scripts/script-file.ts'

/** The files of the package that apps import, or run. */
const published = {
  entry: {
    index: 'src/index.ts',
    vanilla: 'src/vanilla/index.ts',
    element: 'src/element/index.ts',
    'element-react': 'src/element/react.ts',
    'element-vue': 'src/element/vue.ts',
    server: 'src/server/index.ts',
    express: 'src/express/index.ts',
    preview: 'src/preview/index.ts',
    snapshot: 'src/snapshot/index.ts',
    testing: 'src/testing/index.ts',
    'testing-react': 'src/testing/react/index.ts',
    'testing-server': 'src/testing/server/index.ts',
    cli: 'src/cli/guestpass.ts',
    'styles.css': 'src/react/styles.ts',
  },
}

// One build for every entry, so that they share their chunks: the page has one token source whichever entry asks.
export default defineConfig({
  // As entries, the records of databases and the text of a view are chunks. A bundler leaves out a chunk that the app does not
  // import.
  entry: {
    ...published.entry,
    rls: 'src/server/rls/rls.ts',
    'view-text': 'src/platforms/superset/view-text.ts',
  },
  format: 'esm',
  target: 'es2022',
  splitting: true,
  clean: true,
  dts: process.env.GUESTPASS_DTS !== 'off' && published,
  async onSuccess() {
    await copyFile('src/react/styles.css', 'dist/styles.css')
    await copyFile('docs/assistants.md', 'dist/ASSISTANTS.md')
    // For `guestpass explain`.
    await cp('docs/errors', 'dist/errors', { recursive: true })
    // The command line bundles the list of public suffixes. The licence of the list requires its text in the package.
    await copyFile('node_modules/tldts/LICENSE', 'dist/tldts.LICENSE.txt')
    const [onlyTypes, onlyChunks] = [
      ['styles.css', 'element-react', 'element-vue'],
      ['rls', 'view-text'],
    ]
    await Promise.all([...onlyTypes, ...onlyChunks].map((name) => rm(`dist/${name}.js`)))
    await writeBrowserRefusal('dist')
    await writeScriptFiles('dist')
  },
})
