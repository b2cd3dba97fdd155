import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAppPath } from '../../src/core/app-path'
import { HOSTILE_PATHS } from '../helpers/hostile-paths'

const APP = 'https://app.example.com'

describe('reads the path of a page of the app', () => {
  test.each([
    ['/', '/'],
    ['/orders/1', '/orders/1'],
    ['/orders?status=open&page=2#top', '/orders?status=open&page=2#top'],
    ['/orders/../customers', '/customers'],
    ['/../../orders', '/orders'],
    ['/orders/', '/orders/'],
    ['/müller/a b', '/m%C3%BCller/a%20b'],
    ['/orders/a%2Fb', '/orders/a%2Fb'],
    ['/@user:8080', '/@user:8080'],
    ['/javascript:alert(1)', '/javascript:alert(1)'],
    ['/"><script>alert(1)</script>', '/%22%3E%3Cscript%3Ealert(1)%3C/script%3E'],
    ['/search?next=https%3A%2F%2Fexample.com', '/search?next=https%3A%2F%2Fexample.com'],
    [`/${'x'.repeat(1_999)}`, `/${'x'.repeat(1_999)}`],
  ])('%j as %j', (to, path) => {
    expect(readAppPath(to)).toBe(path)
  })
})

describe('refuses', () => {
  test.each(HOSTILE_PATHS.map((to) => [to.slice(0, 60), to]))('%j', (_shown, to) => {
    expect(readAppPath(to)).toBeUndefined()
  })

  test.each([
    undefined,
    null,
    7,
    true,
    {},
    ['/orders'],
    new String('/orders'),
    { toString: () => '/orders' },
    Symbol('/orders'),
  ])('a value that is not a text: %s', (to) => {
    expect(readAppPath(to)).toBeUndefined()
  })
})

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        '/',
        '\\',
        '.',
        '..',
        '%2e',
        '%2F',
        '%5c',
        '\t',
        ':',
        '@',
        '?',
        '#',
        'a',
        'https:',
        'evil.example',
      ),
      {
        maxLength: 8,
      },
    )
    .map((parts) => parts.join('')),
)

test('returns a path on the app’s origin for any text, and accepts its own result again', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const path = readAppPath(`/${text}`) ?? readAppPath(text)
      if (path === undefined) return
      expect(path).toMatch(/^\/(?![/\\])[!-~]*$/)
      const { origin, pathname, href } = new URL(path, APP)
      expect([origin, href]).toEqual([APP, APP + path])
      // A router, or code after it, uses the path as an address again.
      expect(new URL(pathname, APP).origin).toBe(APP)
      expect(new URL(decodeURIComponentOr(pathname), APP).origin).toBe(APP)
      expect(readAppPath(path)).toBe(path)
    }),
    { numRuns: 3_000 },
  )
})

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
