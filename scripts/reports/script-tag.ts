import { readFileSync } from 'node:fs'
import { integrityOf, SCRIPT_FILE } from '../script-file.ts'

export const SCRIPT_TAG_GUIDE = 'docs/script-tag.md'

/** The guide with the version, and the hash, of what is built. */
export function withHash(guide: string): string {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  return guide
    .replace(/guestpass@[^/]+\//g, `guestpass@${version}/`)
    .replace(/sha384-[\w+/=]*/, integrityOf(readFileSync(`dist/${SCRIPT_FILE}`)))
}
