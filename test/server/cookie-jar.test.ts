import { expect, test } from 'vitest'
import { createCookieJar } from '../../src/server/cookie-jar'

function jarAfter(...answers: readonly (readonly string[])[]): string {
  const jar = createCookieJar()
  for (const lines of answers)
    jar.store(new Headers(lines.map((line) => ['set-cookie', line] as [string, string])))
  return jar.header()
}

test('contains the last value that the host set', () => {
  expect(jarAfter(['session=a; Path=/; HttpOnly', 'node=1'], [], ['session=b=; Path=/'])).toBe(
    'session=b=; node=1',
  )
})

test('drops cookies that the host deletes', () => {
  expect(
    jarAfter(['a=1', 'b=2', 'c=3'], ['a=; Max-Age=0', 'b=; expires=Thu, 01 Jan 1970 00:00:00 GMT']),
  ).toBe('c=3')
  expect(jarAfter(['a=1; Max-Age=60', 'b=2; Expires=Fri, 01 Jan 2100 00:00:00 GMT'])).toBe('a=1; b=2')
})

test('keeps 50 cookies at most, and no cookie of more than 4,096 characters', () => {
  const many = Array.from({ length: 1_000 }, (_, index) => `junk${index}=x`)
  const header = jarAfter(['session=a'], many, ['session=b', `long=${'x'.repeat(5_000)}`])
  expect(header.split('; ')).toHaveLength(50)
  expect(header).toMatch(/^session=b; junk0=x/)
})
