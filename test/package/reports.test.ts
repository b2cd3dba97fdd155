import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compareApiReports, ENTRIES } from '../../scripts/reports/api'
import { SCRIPT_TAG_GUIDE, withHashes } from '../../scripts/reports/script-tag'
import { buildScriptFiles } from '../../scripts/script-file'

const HOW = 'The checked-in report differs from the build. Run `npm run reports` and read the diff.'

test('every entry exports what etc/*.api.md contains', () => {
  expect(compareApiReports(), HOW).toEqual(Object.fromEntries(ENTRIES.map((entry) => [entry, []])))
})

test.each(ENTRIES)('everything %s exports has a sentence', (entry) => {
  const report = readFileSync(`etc/${entry}.api.md`, 'utf8')
  const bare = [...report.matchAll(/\(undocumented\)\nexport (?:\w+ )*?(\w+)[<(:; ]/g)].map(
    ([, name]) => name,
  )
  expect(bare).toEqual([])
})

test('the guide has the sizes and the hashes of the files for a script tag', () => {
  const guide = readFileSync(SCRIPT_TAG_GUIDE, 'utf8')
  expect(guide, HOW).toBe(withHashes(guide))
  expect(guide).toMatch(/integrity="sha384-[\w+/]{64}"/)
  expect(guide.match(/\d kB \| `sha384-[\w+/]{64}` \|$/gm)).toHaveLength(3)
})

test('the files for a script tag are the same, byte for byte, whenever they are built', async () => {
  for (const { name, content } of Object.values(await buildScriptFiles())) {
    expect(readFileSync(`dist/${name}`).equals(content), name).toBe(true)
  }
})
