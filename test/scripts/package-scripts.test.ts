import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }

test('after the installation no script calls node by its name', () => {
  // A shell remembers where it found `node`: before the installation that is the Node of the machine, which may be older.
  const isAffected = (script: string) => /install\.mjs.*&& node /.test(script)
  expect(Object.keys(scripts).filter((name) => isAffected(scripts[name] ?? ''))).toEqual([])
})
