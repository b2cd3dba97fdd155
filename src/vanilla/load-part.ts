/**
 * What `guestpass.global.js` has in place of `import()`: it loads each part with a script tag. Every browser checks `integrity` of a
 * tag, and `import()` has no such check. Only `scripts/script-file` uses this file.
 */

import { setScriptUrl } from '../client/script-url'

type PartName = 'page' | 'rest'

/** The exports of a module. */
type Module = Readonly<Record<string, unknown>>

/** Runs a part. It takes modules of the first file from `require`, and leaves its own modules in `module.exports`. */
type RunPart = (
  require: (id: string) => Module | undefined,
  module: { exports: Record<string, Module> },
) => void

/** The script of a part sets this function on its own tag, so that two copies of the first file do not meet. */
interface PartElement extends HTMLScriptElement {
  guestpassPart?: RunPart
}

/** Written by the build. An address is relative to that of the first file. */
declare const SCRIPT_PARTS: Readonly<
  Record<PartName, { readonly address: string; readonly integrity: string }>
>

/** The modules of the first file that parts use. Filled by the build. */
export const sharedModules: Record<string, Module> = {}

/** The tag that runs this file. Not `document.currentScript`, because an element with that name takes its place. */
const tag: Partial<HTMLScriptElement> | null = Reflect.get(Document.prototype, 'currentScript', document)

const loading = new Map<PartName, Promise<Readonly<Record<string, Module>>>>()

/** Resolves with a module of a part. Rejects when the part does not load, and the next call tries again. */
export async function loadModule(name: PartName, id: string): Promise<Module | undefined> {
  const part = loading.get(name) ?? loadPart(name)
  loading.set(name, part)
  try {
    return (await part)[id]
  } catch (error) {
    if (loading.get(name) === part) loading.delete(name)
    throw error
  }
}

async function loadPart(name: PartName): Promise<Readonly<Record<string, Module>>> {
  const { address, integrity } = SCRIPT_PARTS[name]
  const script: PartElement = document.createElement('script')
  script.integrity = integrity
  script.crossOrigin = tag?.crossOrigin ?? 'anonymous'
  script.nonce = tag?.nonce ?? ''
  // A script without a file, and a script in a shadow root, have no address.
  setScriptUrl(script, new URL(address, tag?.src || document.baseURI).href)
  try {
    await insertScript(script)
  } finally {
    script.remove()
  }
  const module: Parameters<RunPart>[1] = { exports: {} }
  if (!script.guestpassPart) throw new Error(`${address} did not run.`)
  script.guestpassPart((id) => sharedModules[id], module)
  return module.exports
}

/** Resolves when the script has run. Rejects when it cannot be loaded, or is not the file that `integrity` names. */
function insertScript(script: HTMLScriptElement): Promise<unknown> {
  return new Promise((resolve, reject) => {
    script.onload = resolve
    script.onerror = () => reject(new Error(`${script.src} does not load.`))
    // Not `document.head`: an element with the name "head" takes its place in `document`.
    document.documentElement.append(script)
  })
}
