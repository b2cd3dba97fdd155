import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { chromium } from 'playwright'
import { expect, test } from 'vitest'
import { startSandbox } from '../../examples/sandbox/sandbox'
import { chromiumOptions } from '../../scripts/browsers/chromium'
import { CONSUMERS, type Consumer, copyInto, run } from '../../scripts/matrix/consumer'
import { tryConsumer } from '../../scripts/matrix/try'
import { installPacked } from './packed'

// Three apps of the matrix, with the checkout's own packages in place of theirs. `npm run matrix` tries all apps.
const APP = resolve('.cache/package-consumers')

function unpack(name: string): { readonly consumer: Consumer; readonly copy: string } {
  const consumer = CONSUMERS.find((tried) => tried.name === name)
  if (!consumer) throw new Error(`${name} is not in the matrix.`)
  const copy = `${APP}/${name}`
  installPacked(copy)
  copyInto(copy, consumer)
  // The checkout's own would lead `guestpass` to its sources.
  writeFileSync(`${copy}/tsconfig.json`, '{}')
  return { consumer, copy }
}

test('CommonJS can require every entry', () => {
  expect(run(unpack('commonjs').copy, process.execPath, ['require.js'])).toContain('8 entries')
})

test.each(['esbuild-vanilla', 'element-page'])(
  'the page %s shows a dashboard, and loads only the code that it needs',
  async (name) => {
    const { consumer, copy } = unpack(name)
    const sandbox = await startSandbox()
    const browser = await chromium.launch(await chromiumOptions())
    try {
      const { sizes } = await tryConsumer(consumer, copy, sandbox, browser)
      // It does not load the code of Embeddable and jose.
      expect(sizes?.loadedBytes).toBeLessThan(sizes?.builtBytes ?? 0)
    } finally {
      await browser.close()
      await sandbox.stop()
    }
  },
)
