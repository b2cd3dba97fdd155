/** Finds the lines of an app that use something of a generated file. The file itself is not searched. */

import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import type { Change } from './compare'
import { isIdentifier } from './identifier'
import { printText } from './literal'

/** A place in the app, as an editor opens it: `src/sales-page.tsx:14`. */
export type Place = string

export interface Source {
  /** Relative to the working directory. */
  readonly file: string
  readonly lines: readonly string[]
  /** Whether it imports the generated file. */
  readonly importsModule: boolean
}

/**
 * The source files of the package that the generated file belongs to, as far as they may use it.
 *
 * @param moduleFile the path of the generated file
 */
export async function readSources(moduleFile: string): Promise<readonly Source[]> {
  const importsModule = importPattern(moduleFile)
  const files = await listFiles(await packageFolderOf(moduleFile))
  const sources: Source[] = []
  for (const file of files) {
    if (file === resolve(moduleFile)) continue
    const text = await readFile(file, 'utf8').catch(() => '')
    const isUser = importsModule.test(text)
    if (!isUser && !HAS_ID.test(text)) continue
    sources.push({ file: relative('', file), lines: text.split('\n'), importsModule: isUser })
  }
  return sources
}

/** An app without the generated file may still have an id of it as a text. */
const HAS_ID = /NATIVE_FILTER-|TAB-|[\da-f]{8}-[\da-f]{4}-/

/** @returns the places, in the order of files and lines */
export function findUses(
  { dashboard, thing, name, id }: Pick<Change, 'dashboard' | 'thing' | 'name' | 'id'>,
  sources: readonly Source[],
): readonly Place[] {
  const isConstant = thing === 'dashboard'
  const usesName = isConstant ? wordPattern(dashboard) : namePattern(name)
  return sources.flatMap(({ file, lines, importsModule }) => {
    const text = lines.join('\n')
    // A name such as "Country" occurs everywhere: only files that have the dashboard's constant count.
    const mayUseName = importsModule && wordPattern(dashboard).test(text)
    return lines.flatMap((line, index) => {
      const usesId = typeof id === 'string' && IS_ID.test(id) && line.includes(id)
      return usesId || (mayUseName && usesName.test(line)) ? [`${file}:${index + 1}`] : []
    })
  })
}

const IS_ID = /^(NATIVE_FILTER-|TAB-|[\da-f]{8}-)/

/** The name as a text, as a key of an object, or after a dot. */
function namePattern(name: string): RegExp {
  const texts = [`'${name}'`, `"${name}"`, `\`${name}\``, printText(name)].map(escapePattern)
  const word = escapePattern(name)
  return new RegExp(
    [...texts, ...(isIdentifier(name) ? [`${BEFORE}${word}\\s*:`, `\\.${word}${AFTER}`] : [])].join('|'),
    'u',
  )
}

function wordPattern(word: string): RegExp {
  return new RegExp(`${BEFORE}${escapePattern(word)}${AFTER}`, 'u')
}

const BEFORE = '(?<![\\p{ID_Continue}$])'
const AFTER = '(?![\\p{ID_Continue}$])'

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

/** The file in an import, with any path and any extension. A file `index.ts` is imported by its folder. */
function importPattern(moduleFile: string): RegExp {
  const name = basename(moduleFile).replace(/\.[^.]+$/, '')
  const imported = escapePattern(name === 'index' ? basename(dirname(resolve(moduleFile))) : name)
  return new RegExp(`['"\`](?:[^'"\`\\n]*/)?${imported}(?:/index)?(?:\\.[cm]?[jt]sx?)?['"\`]`)
}

/** The nearest folder with a package.json, or the folder of the file. */
async function packageFolderOf(moduleFile: string): Promise<string> {
  const start = dirname(resolve(moduleFile))
  for (let folder = start; ; folder = dirname(folder)) {
    const isPackage = await stat(join(folder, 'package.json')).then(
      () => true,
      () => false,
    )
    if (isPackage) return folder
    if (folder === dirname(folder)) return start
  }
}

/** Far more files than an app has by hand. The search then ends, and the report has fewer places. */
const MAX_FILES = 20_000
const SKIPPED = /^(\.|node_modules$|dist$|build$|out$|coverage$)/
const SOURCE = /\.([cm]?[jt]sx?|vue|svelte|astro|html)$/

async function listFiles(root: string): Promise<readonly string[]> {
  const files: string[] = []
  const folders = [root]
  for (
    let folder = folders.shift();
    folder !== undefined && files.length < MAX_FILES;
    folder = folders.shift()
  ) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      if (SKIPPED.test(entry.name)) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) folders.push(path)
      else if (entry.isFile() && SOURCE.test(entry.name)) files.push(path)
    }
  }
  return files.sort()
}
