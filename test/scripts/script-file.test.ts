import { build } from 'esbuild'
import { beforeAll, expect, test } from 'vitest'
import { buildScriptFiles, integrityOf } from '../../scripts/script-file'
import type { ScriptFile } from '../../scripts/script-file/bundle-file'

const LOADER = ['src/vanilla/load-part.ts', 'src/client/script-url.ts']

let main: ScriptFile
let page: ScriptFile
let rest: ScriptFile

beforeAll(async () => {
  ;({ main, page, rest } = await buildScriptFiles())
})

const textOf = ({ content }: ScriptFile) => new TextDecoder().decode(content)

/** All matches of the first group, without doubles. */
const matchesOf = (text: string, pattern: RegExp) => [
  ...new Set([...text.matchAll(pattern)].map((match) => match[1])),
]

test('no module is in two files for a script tag', () => {
  const modules = [main, page, rest].flatMap((file) => file.modules)
  expect(modules.filter((path, index) => modules.indexOf(path) !== index)).toEqual([])
})

test('the files for a script tag have every module of the vanilla client, and the loader', async () => {
  const { metafile } = await build({
    entryPoints: ['src/vanilla/index.ts', ...LOADER],
    outdir: 'out',
    bundle: true,
    splitting: true,
    format: 'esm',
    write: false,
    metafile: true,
  })
  const wanted = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs))
  expect([main, page, rest].flatMap(({ modules }) => modules).sort()).toEqual(wanted.sort())
})

test('the class of errors, the start view and the Trusted Types policy are in the first file', () => {
  expect(main.modules).toEqual(
    expect.arrayContaining([
      'src/core/errors.ts',
      'src/platforms/superset/start-view.ts',
      'src/client/script-url.ts',
    ]),
  )
})

test('a page with a dashboard of Superset does not load the code of Embeddable, of names and of refreshes', () => {
  expect(page.modules).toContain('src/platforms/superset/page/page-channel.ts')
  expect(rest.modules).toEqual(
    expect.arrayContaining([
      'src/platforms/embeddable/element-channel.ts',
      'src/platforms/superset/names/translate-names.ts',
      'src/platforms/superset/refresh/refresher.ts',
    ]),
  )
})

test('the first file knows the address and the hash of each part', () => {
  for (const { name, content } of [page, rest]) {
    expect(textOf(main)).toMatch(`"${name}?v=`)
    expect(textOf(main)).toContain(`"${integrityOf(content)}"`)
  }
})

test('a part takes only modules that the first file shares', () => {
  const shared = matchesOf(textOf(main), /[\w$]+\[(\d+)\]=[\w$]+;/g)
  const taken = [page, rest].flatMap((file) => matchesOf(textOf(file), /\brequire\("([^"]*)"\)/g))
  expect(taken).not.toEqual([])
  expect(shared).toEqual(expect.arrayContaining(taken))
})

test('no file for a script tag loads code without integrity', () => {
  for (const file of [main, page, rest]) expect(textOf(file)).not.toMatch(/\bimport\b\s*\(/)
})

test('every module that is loaded on demand is exported by its part', () => {
  const parts: Readonly<Record<string, ScriptFile>> = { page, rest }
  const calls = [main, page, rest].flatMap((file) => [
    ...textOf(file).matchAll(/[\w$)]\("(page|rest)","(\d+)"\)/g),
  ])
  expect(calls.length).toBeGreaterThan(6)
  for (const [, part = '', id] of calls) {
    const { content } = parts[part] ?? rest
    expect(new TextDecoder().decode(content)).toMatch(new RegExp(`[{,]"?${id}"?:\\(\\)=>`))
  }
})
