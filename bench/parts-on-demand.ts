import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { transformSync } from 'esbuild'

/** The files of `dist` that an app loads when it needs them, by their names without a hash. */
const PARTS = {
  'page-channel': 'every Superset dashboard, while its frame loads',
  'element-channel': 'every Embeddable dashboard',
  refresher: '`refresh`, `refreshEvery`',
  'permalink-code': '`share()`, `keepTables`',
  'kept-embeds': '`keepAlive`, `preload`',
  'translate-names': '`dashboard` with a generated descriptor',
  'call-when-ready': 'the calls of a handle',
} as const

export interface Part {
  /** Which option or which dashboard needs it. */
  readonly neededBy: string
  /** Minified and gzipped, without the files that it shares with others. */
  readonly bytes: number
}

/** The sizes of the parts of the client that load on demand. Throws when a part is missing. */
export function measureParts(folder = 'dist'): readonly Part[] {
  const files = readdirSync(folder)
  return Object.entries(PARTS).map(([name, neededBy]) => {
    const file = files.find((candidate) => candidate.startsWith(`${name}-`))
    if (!file) throw new Error(`${folder} has no ${name}: see PARTS.`)
    const { code } = transformSync(readFileSync(`${folder}/${file}`, 'utf8'), { minify: true })
    return { neededBy, bytes: gzipSync(code).length }
  })
}
