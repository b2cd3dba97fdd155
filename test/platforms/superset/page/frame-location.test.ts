// @vitest-environment jsdom

import { expect, test } from 'vitest'
import { createFrameLocation } from '../../../../src/platforms/superset/page/frame-location'

const ADDRESS = 'https://bi.example.com/embedded/id?native_filters=(a:%27b;c%27,d:e)&x=%22#TAB-1'

/** A frame with a document at this address, or with a document of another origin. */
function frameAt(url: string | undefined) {
  const document = window.document.implementation.createHTMLDocument()
  Object.defineProperty(document, 'URL', { value: url })
  return { contentDocument: url === undefined ? null : document, src: 'before' }
}

test('replaces the link page by a refresh, so that Back does not lead to it', () => {
  const frame = frameAt('https://app.example.com/guest-token/link?to=/orders/1')
  createFrameLocation(frame as HTMLIFrameElement).replaceLinkPage(new URL(ADDRESS))
  const refresh = frame.contentDocument?.querySelector('meta[http-equiv=refresh]')
  expect(refresh?.getAttribute('content')).toBe(`0;url=${ADDRESS}`)
  expect(frame.src).toBe('before')
})

test.each([undefined, 'about:blank', 'blob:https://app.example.com/1'])(
  'loads the address by `src` when the document in the frame has the address %s',
  (url) => {
    const frame = frameAt(url)
    createFrameLocation(frame as HTMLIFrameElement).replaceLinkPage(new URL(ADDRESS))
    expect(frame.src).toBe(ADDRESS)
  },
)

test('knows the address of the document after a refresh, which does not change `src`', () => {
  const frame = frameAt('https://app.example.com/guest-token/link?to=/orders/1')
  const location = createFrameLocation(frame as HTMLIFrameElement)
  location.replaceLinkPage(new URL(ADDRESS))
  // The same address again would not load a new document, because of its fragment.
  location.load(new URL(ADDRESS))
  expect(frame.src).toBe(ADDRESS.replace('#', '&#'))
})
