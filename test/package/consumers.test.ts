import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { chromium } from 'playwright'
import { expect, test } from 'vitest'
import { startSandbox } from '../../examples/sandbox/sandbox'
import { chromiumOptions } from '../../scripts/browsers/chromium'
import { CONSUMERS, copyInto, run } from '../../scripts/matrix/consumer'
import { seeBuilt } from '../../scripts/matrix/try'
import { installPacked } from './packed'

// Two apps of the matrix, with the checkout's own packages in place of theirs: `npm run matrix` has them all.
const APP = resolve('.cache/package-consumers')

function unpack(name: string): string {
  const consumer = CONSUMERS.find((one) => one.name === name)
  if (!consumer) throw new Error(`There is no ${name} in the matrix.`)
  const copy = `${APP}/${name}`
  installPacked(copy)
  copyInto(copy, consumer)
  // The checkout's own would lead `guestpass` to its sources.
  writeFileSync(`${copy}/tsconfig.json`, '{}')
  return copy
}

test('CommonJS requires every entry', () => {
  expect(run(unpack('commonjs'), process.execPath, ['require.js'])).toContain('7 entries')
})

test('a page that esbuild built shows a dashboard, and loads nothing it does not need', async () => {
  const copy = unpack('esbuild-vanilla')
  run(copy, 'npm', ['run', '--silent', 'build'])
  const sandbox = await startSandbox()
  const browser = await chromium.launch(await chromiumOptions())
  try {
    const { sizes } = await seeBuilt(copy, sandbox, browser)
    // Embeddable's part, and jose's.
    expect(sizes?.loadedBytes).toBeLessThan(sizes?.builtBytes ?? 0)
  } finally {
    await browser.close()
    await sandbox.stop()
  }
})
