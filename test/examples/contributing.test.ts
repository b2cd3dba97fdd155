import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

test('the map in CONTRIBUTING leads to places that exist', () => {
  const map = readFileSync('CONTRIBUTING.md', 'utf8').match(/## Where would I change[\s\S]*?\n## /)?.[0] ?? ''
  const rows = map.split('\n').filter((line) => line.startsWith('| ') && line.includes('`'))
  expect(rows.length).toBeGreaterThan(20)
  const missing = rows.flatMap((row) => {
    let folder = '.'
    const names = [...(row.split('|')[2] ?? '').matchAll(/`([\w./-]+)`/g)].map(([, name = '']) => name)
    // A bare name lies beside the last whole one.
    return names.filter((name) => {
      const place = name.includes('/') || existsSync(name) ? name : path.join(folder, name)
      if (name.includes('/')) folder = path.extname(name) ? path.dirname(name) : name
      return !existsSync(place)
    })
  })
  expect(missing).toEqual([])
})
