import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { integrityOf, SCRIPT_FILES } from '../script-file.ts'

export const SCRIPT_TAG_GUIDE = 'docs/script-tag.md'

/** Returns the guide with the version, and with the sizes and hashes of the built files, in the tag and in the table. */
export function withHashes(guide: string): string {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  const tagged = guide
    .replace(/guestpass@[^/]+\//g, `guestpass@${version}/`)
    .replace(/integrity="[^"]*"/, `integrity="${integrityOf(readFileSync(`dist/${SCRIPT_FILES.main}`))}"`)
  return Object.values(SCRIPT_FILES).reduce(withRow, tagged)
}

/** The last two cells of a file's row are its size and its hash. */
function withRow(guide: string, name: string): string {
  const content = readFileSync(`dist/${name}`)
  const size = `${(gzipSync(content).length / 1_000).toFixed(1)} kB`
  const row = new RegExp(`^(\\| \`${name}\` \\|[^|]*\\|).*$`, 'm')
  return guide.replace(row, `$1 ${size} | \`${integrityOf(content)}\` |`)
}
