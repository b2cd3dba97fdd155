import { writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'

/** The entries that hold secrets, or that need Node. */
const SERVER_ENTRIES = ['server', 'express', 'preview', 'snapshot']

const SENTENCE =
  'guestpass/server, guestpass/express, guestpass/preview and guestpass/snapshot do not run in a browser: a secret in a page is public. Import them only in the code of your server. In the page import guestpass, guestpass/vanilla or guestpass/element.'

/**
 * Writes the file that a bundler for browsers gets in place of the server's entries. It throws when it is imported.
 *
 * esbuild and webpack stop at `"browser": null` of the package. Vite 8 skips it (measured), and would bundle the server. The
 * file has every exported name, because a browser would otherwise report a missing name in place of the sentence.
 */
export async function writeBrowserRefusal(folder: string): Promise<void> {
  const modules = await Promise.all(
    SERVER_ENTRIES.map((entry) => import(pathToFileURL(`${folder}/${entry}.js`).href)),
  )
  const names = [...new Set(modules.flatMap((module) => Object.keys(module)))].sort()
  const lines = [
    `export let ${names.join(', ')}`,
    `throw new Error(${JSON.stringify(`${SENTENCE} (not-supported)`)})`,
  ]
  await writeFile(`${folder}/not-for-browsers.js`, `${lines.join('\n')}\n`)
}
