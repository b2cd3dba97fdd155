import { describe, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import lock from '../../package-lock.json' with { type: 'json' }
import { CONSUMERS, oldestOf } from '../../scripts/matrix/consumer'

const names = Object.keys(manifest.dependencies) as (keyof typeof manifest.dependencies)[]

describe.each(names)('the dependency %s', (name) => {
  test('is a caret range, whose lower end is a version', () => {
    expect(manifest.dependencies[name]).toMatch(/^\^\d+\.\d+\.\d+$/)
    expect(oldestOf(name)).toMatch(/^\d+\.\d+\.\d+$/)
  })

  test('has an exact version in the lock', () => {
    expect(lock.packages[`node_modules/${name}`].version).toMatch(/^\d+\.\d+\.\d+$/)
  })

  test('is tried in its oldest and its newest version by the matrix', () => {
    const tried = CONSUMERS.filter(({ tries }) => tries.includes(name))
    expect(tried.some(({ oldest }) => oldest === name)).toBe(true)
    expect(tried.some(({ oldest }) => oldest === undefined)).toBe(true)
  })
})
