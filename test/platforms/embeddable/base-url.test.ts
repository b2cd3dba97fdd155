// @vitest-environment jsdom

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openElement } from './open-element'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('baseUrl is the attribute base-url of every element', async () => {
  const page = await openElement({ baseUrl: 'https://api.eu.embeddable.com/' })
  page.give('first', 300_000)
  page.emit('componentsLoad')
  page.give('second', 300_000)
  await vi.advanceTimersByTimeAsync(4_000)
  const addresses = page.elements.map((node) => node.getAttribute('base-url'))
  expect(addresses).toEqual(['https://api.eu.embeddable.com/', 'https://api.eu.embeddable.com/'])
  page.close()
})

test('without baseUrl the element does not get the attribute', async () => {
  const page = await openElement()
  page.give('first')
  expect(page.elements[0]?.hasAttribute('base-url')).toBe(false)
  page.close()
})

test.each([
  '',
  'api.eu.embeddable.com',
  '//api.eu.embeddable.com',
  'javascript:alert(1)',
  'https://a@evil.example',
  'https://a b',
  7,
  null,
])('baseUrl %j is refused, and no element gets the token', async (baseUrl) => {
  const page = await openElement({ baseUrl: baseUrl as string })
  expect(page.happened).toEqual(['failed option-invalid'])
  expect(page.elements).toEqual([])
  page.close()
})
