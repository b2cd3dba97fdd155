import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compareApiReports, ENTRIES } from '../../scripts/reports/api'
import { SCRIPT_TAG_GUIDE, withHash } from '../../scripts/reports/script-tag'
import { buildScriptFile, SCRIPT_FILE } from '../../scripts/script-file'

const HOW = 'What is checked in is not what is built. Run `npm run reports` and read the diff.'

test('what every entry exports is what etc/*.api.md says', () => {
  expect(compareApiReports(), HOW).toEqual(Object.fromEntries(ENTRIES.map((entry) => [entry, []])))
})

test.each(ENTRIES)('everything %s exports has a sentence', (entry) => {
  const report = readFileSync(`etc/${entry}.api.md`, 'utf8')
  const bare = [...report.matchAll(/\(undocumented\)\nexport (?:\w+ )*?(\w+)[<(:; ]/g)].map(
    ([, name]) => name,
  )
  expect(bare).toEqual([])
})

test('the guide has the hash of the file for a script tag', () => {
  const guide = readFileSync(SCRIPT_TAG_GUIDE, 'utf8')
  expect(guide, HOW).toBe(withHash(guide))
  expect(guide).toMatch(/integrity="sha384-[\w+/]{64}"/)
})

test('which is the same, byte for byte, whenever it is built', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guestpass-'))
  try {
    await buildScriptFile(folder)
    expect(readFileSync(`${folder}/${SCRIPT_FILE}`)).toEqual(readFileSync(`dist/${SCRIPT_FILE}`))
  } finally {
    rmSync(folder, { recursive: true })
  }
})
