// @vitest-environment jsdom

import { expect, test, vi } from 'vitest'
import { createFrameLocation } from '../../../../src/platforms/superset/page/frame-location'

const ADDRESS = 'https://bi.example.com/embedded/id?native_filters=(a:%27b;c%27,d:e)&x=%22#TAB-1'

/** A frame with a document at this address, or with a document of another origin. */
function frameAt(url: string | undefined): HTMLIFrameElement {
  const page = document.implementation.createHTMLDocument()
  Object.defineProperty(page, 'URL', { value: url })
  const frame = document.createElement('iframe')
  Object.defineProperty(frame, 'contentDocument', { value: url === undefined ? null : page })
  return frame
}

test('loads a new document in its place, and keeps the focus', () => {
  document.body.innerHTML = '<p></p><iframe></iframe><p></p>'
  const frame = document.querySelector('iframe') as HTMLIFrameElement
  const before = frame.contentWindow
  frame.focus()
  createFrameLocation(frame).load(new URL(ADDRESS))
  expect(frame.src).toBe(ADDRESS)
  expect(frame.contentWindow).not.toBe(before)
  expect([...document.body.children].map(({ tagName }) => tagName)).toEqual(['P', 'IFRAME', 'P'])
  expect(document.activeElement).toBe(frame)
})

test('takes the focus from no other element', () => {
  document.body.innerHTML = '<input><iframe></iframe>'
  document.querySelector('input')?.focus()
  createFrameLocation(document.querySelector('iframe') as HTMLIFrameElement).load(new URL(ADDRESS))
  expect(document.activeElement).toBe(document.querySelector('input'))
})

test('replaces the link page by a refresh, so that Back does not lead to it', () => {
  const frame = frameAt('https://app.example.com/guest-token/link?to=/orders/1')
  createFrameLocation(frame).replaceLinkPage(new URL(ADDRESS))
  const refresh = frame.contentDocument?.querySelector('meta[http-equiv=refresh]')
  expect(refresh?.getAttribute('content')).toBe(`0;url=${ADDRESS}`)
  expect(frame.src).toBe('')
})

test.each([undefined, 'about:blank', 'blob:https://app.example.com/1'])(
  'loads the address by `src` when the document in the frame has the address %s',
  (url) => {
    const frame = frameAt(url)
    createFrameLocation(frame).replaceLinkPage(new URL(ADDRESS))
    expect(frame.src).toBe(ADDRESS)
  },
)

test.each([
  [
    'another tab',
    'https://bi.example.com/embedded/id?a=1#TAB-a',
    'https://bi.example.com/embedded/id?a=1#TAB-1',
  ],
  ['the first tab', 'https://bi.example.com/embedded/id?a=1', 'https://bi.example.com/embedded/id?a=1#TAB-1'],
])('replaces only the fragment of the document, with %s', (_tab, src, expected) => {
  const replace = vi.fn()
  const frame = frameAt(undefined)
  Object.defineProperty(frame, 'contentWindow', { value: { location: { replace } } })
  frame.src = src
  createFrameLocation(frame).replaceFragment(new URL(ADDRESS))
  expect(replace.mock.calls).toEqual([[expected]])
})

test.each([
  [undefined, true],
  ['https://bi.example.com/embedded/id', true],
  ['about:blank', false],
  ['blob:https://app.example.com/1', false],
])('the document with the address %s is of a server: %s', (url, expected) => {
  expect(createFrameLocation(frameAt(url)).isOfServer()).toBe(expected)
})
