import { afterEach, describe, expect, test, vi } from 'vitest'
import { onLink } from '../../../../src/platforms/superset/page/link-messages'
import { APP_ORIGIN, createFakeContext, createFakeFrame } from '../../../helpers/fake-frame'
import { HOSTILE_PATHS } from '../../../helpers/hostile-paths'

const LINK = { type: 'guestpass:link', to: '/orders/1' }
let ending = new AbortController()

afterEach(() => {
  ending.abort()
  ending = new AbortController()
})

function listen({ isUnderWay = false, hasOption = true, onNavigate = vi.fn() } = {}) {
  const fake = createFakeFrame()
  const { context, reports } = createFakeContext(fake.frame)
  const given = context.settings()
  const callbacks = { ...given.callbacks, onNavigate: hasOption ? onNavigate : undefined }
  const returnFromLink = vi.fn(() => !isUnderWay)
  onLink({ ...context, settings: () => ({ ...given, callbacks }) }, ending.signal, returnFromLink)
  return { ...fake, reports, onNavigate, returnFromLink }
}

test('passes the path of a link to onNavigate, and shows the dashboard again', () => {
  const { post, onNavigate, returnFromLink, reports } = listen()
  post(LINK)
  expect(onNavigate.mock.calls).toEqual([['/orders/1']])
  expect(returnFromLink).toHaveBeenCalledTimes(1)
  expect(reports).toEqual([])
})

test('shows the dashboard again before it calls onNavigate, which may unmount it', () => {
  const order: string[] = []
  const { post, returnFromLink } = listen({ onNavigate: vi.fn(() => order.push('navigate')) })
  returnFromLink.mockImplementation(() => {
    order.push('return')
    return true
  })
  post(LINK)
  expect(order).toEqual(['return', 'navigate'])
})

test('passes on the path as the address bar shows it', () => {
  const { post, onNavigate } = listen()
  post({ ...LINK, to: '/orders/../kunden/Müller?a=b c#d' })
  expect(onNavigate).toHaveBeenCalledWith('/kunden/M%C3%BCller?a=b%20c#d')
})

test('does not call onNavigate a second time while the dashboard is shown again', () => {
  const { post, onNavigate, reports } = listen({ isUnderWay: true })
  post(LINK)
  expect([onNavigate.mock.calls, reports]).toEqual([[], []])
})

test('does nothing without onNavigate', () => {
  const { post, returnFromLink, reports } = listen({ hasOption: false })
  post(LINK)
  post({ ...LINK, to: '//evil.example' })
  post(LINK, { source: {} })
  expect([returnFromLink.mock.calls, reports]).toEqual([[], []])
})

test('does nothing after the end', () => {
  const { post, onNavigate, returnFromLink } = listen()
  ending.abort()
  post(LINK)
  expect([onNavigate.mock.calls, returnFromLink.mock.calls]).toEqual([[], []])
})

describe('warns once about a link', () => {
  test.each<readonly [string, { readonly source?: unknown; readonly origin?: string }]>([
    ['from another window', { source: {} }],
    ['from another window of Superset', { source: {}, origin: 'https://bi.example.com' }],
    ['without a source', { source: null }],
    ['from a message port', { source: new MessageChannel().port1 }],
    ['from the origin of Superset', { origin: 'https://bi.example.com' }],
    ['from another origin', { origin: 'https://evil.example' }],
    ['from the same host over HTTP', { origin: 'http://app.example.com' }],
    ['from another port', { origin: 'https://app.example.com:8443' }],
    ['from a sibling', { origin: 'https://www.app.example.com' }],
    ['from an origin that starts with the app’s', { origin: 'https://app.example.com.evil.example' }],
    ['from an opaque origin', { origin: 'null' }],
    ['without an origin', { origin: '' }],
  ])('%s, and follows it nowhere', (_name, event) => {
    const { post, onNavigate, returnFromLink, reports } = listen()
    post(LINK, event)
    post(LINK, event)
    expect([onNavigate.mock.calls, returnFromLink.mock.calls]).toEqual([[], []])
    expect(reports).toEqual(['warning request-invalid'])
  })

  test('without a source while the frame has no window', () => {
    const { frame, post, onNavigate } = listen()
    Object.assign(frame, { contentWindow: null })
    post(LINK, { source: null })
    expect(onNavigate).not.toHaveBeenCalled()
  })

  test('from an opaque origin when the app itself has an opaque origin', () => {
    const { frame, post, onNavigate, reports } = listen()
    Object.assign(frame.ownerDocument.defaultView as object, { origin: 'null' })
    post(LINK, { origin: 'null' })
    expect([onNavigate.mock.calls, reports]).toEqual([[], ['warning request-invalid']])
  })

  test.each([...HOSTILE_PATHS, undefined, null, 7, {}, ['/orders'], new String('/orders')].map((to) => [to]))(
    'with the path %j, and shows the dashboard again',
    (to) => {
      const { post, onNavigate, returnFromLink, reports } = listen()
      post({ ...LINK, to })
      expect(onNavigate).not.toHaveBeenCalled()
      expect(returnFromLink).toHaveBeenCalledTimes(1)
      expect(reports).toEqual(['warning request-invalid'])
    },
  )

  test('whose path is inherited', () => {
    const { post, onNavigate } = listen()
    post(Object.create(LINK))
    post(Object.assign(Object.create({ to: '/orders' }), { type: LINK.type }))
    expect(onNavigate).not.toHaveBeenCalled()
  })
})

test.each([
  [undefined],
  [null],
  ['guestpass:link'],
  [7],
  [[]],
  [['guestpass:link', '/orders']],
  [{}],
  [{ to: '/orders/1' }],
  [{ ...LINK, type: 'link' }],
  [{ ...LINK, type: 'GUESTPASS:LINK' }],
  [{ ...LINK, type: ['guestpass:link'] }],
  [{ ...LINK, type: new String('guestpass:link') }],
  [new Map(Object.entries(LINK))],
  [JSON.stringify(LINK)],
  [{ type: '__embedded_comms__', handshake: 'port transfer' }],
])('ignores the message %j, which is not a link', (data) => {
  const { post, onNavigate, returnFromLink, reports } = listen()
  post(data)
  post(data, { source: {}, origin: 'https://evil.example' })
  expect([onNavigate.mock.calls, returnFromLink.mock.calls, reports]).toEqual([[], [], []])
})

test('does not take a path from a polluted prototype', () => {
  const { post, onNavigate } = listen()
  Object.assign(Object.prototype, LINK)
  try {
    post({})
  } finally {
    for (const name of Object.keys(LINK)) Reflect.deleteProperty(Object.prototype, name)
  }
  expect(onNavigate).not.toHaveBeenCalled()
})

test('belongs to the dashboard whose frame posted it, and another dashboard on the page does not warn', () => {
  const [first, second] = [listen(), listen()]
  const event = { source: second.frame.contentWindow, origin: APP_ORIGIN }
  first.post(LINK, event)
  second.post(LINK, event)
  expect([first.onNavigate.mock.calls, first.reports]).toEqual([[], []])
  expect([second.onNavigate.mock.calls, second.reports]).toEqual([[['/orders/1']], []])
})

test('an error of onNavigate is reported as the app’s own, and the dashboard is shown again', async () => {
  const uncaught = vi.fn()
  process.once('uncaughtException', uncaught)
  const { post, returnFromLink } = listen({
    onNavigate: vi.fn(() => {
      throw new Error('router')
    }),
  })
  post(LINK)
  expect(returnFromLink).toHaveBeenCalledTimes(1)
  await vi.waitFor(() => expect(uncaught).toHaveBeenCalledTimes(1))
})
