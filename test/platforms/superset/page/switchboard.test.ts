import { afterEach, describe, expect, test } from 'vitest'
import { createSwitchboard, type SwitchboardHost } from '../../../../src/platforms/superset/page/switchboard'

const ports: MessagePort[] = []
afterEach(() => ports.splice(0).forEach((port) => void port.close()))

/** A host's switchboard, and the bare port that a page would hold. */
function setUp(host: SwitchboardHost = {}) {
  const { port1, port2 } = new MessageChannel()
  ports.push(port1, port2)
  const received: Record<string, unknown>[] = []
  const waiting: (() => void)[] = []
  port2.onmessage = ({ data }) => {
    received.push(data)
    waiting.shift()?.()
  }
  const hear = async () => {
    await new Promise<void>((resolve) => waiting.push(resolve))
    return received.at(-1) as Record<string, unknown>
  }
  return { switchboard: createSwitchboard(port1, host), page: port2, hear }
}

test('emits messages that need no answer', async () => {
  const { switchboard, hear } = setUp()
  const received = hear()
  switchboard.emit('guestToken', { guestToken: 't' })
  expect(await received).toEqual({
    switchboardAction: 'emit',
    method: 'guestToken',
    args: { guestToken: 't' },
  })
})

describe('a call', () => {
  test('gets the reply to its own message, in any order of the replies', async () => {
    const { switchboard, page, hear } = setUp()
    const first = switchboard.get('first')
    await hear()
    const second = switchboard.get('second', { some: 'args' })
    const { messageId, args } = await hear()
    expect(args).toEqual({ some: 'args' })
    page.postMessage({ switchboardAction: 'reply', messageId, result: 2 })
    expect(await second).toBe(2)
    page.postMessage({ switchboardAction: 'reply', messageId: 'guestpass-1', result: 1 })
    expect(await first).toBe(1)
  })

  test('sends what a proxy holds, also inside of other objects', async () => {
    const { switchboard, hear } = setUp()
    const theme = new Proxy({ token: new Proxy({ colors: new Proxy(['red'], {}) }, {}) }, {})
    switchboard.get('setThemeConfig', { themeConfig: theme }).catch(() => {})
    expect((await hear()).args).toEqual({ themeConfig: { token: { colors: ['red'] } } })
  })

  test.each([
    ['[superset] Method "x" is not defined', 'not-supported'],
    ['[superset] Method "x" threw an error', 'call-failed'],
    [undefined, 'call-failed'],
  ])('answered with the error %j rejects with %s', async (error, code) => {
    const { switchboard, page, hear } = setUp()
    const call = switchboard.get('x')
    const { messageId } = await hear()
    page.postMessage({ switchboardAction: 'error', messageId, error })
    await expect(call).rejects.toMatchObject({ code })
  })

  test('rejects when the page closes, and after it has closed', async () => {
    const { switchboard } = setUp()
    const call = switchboard.get('x')
    switchboard.close()
    await expect(call).rejects.toMatchObject({ code: 'unmounted' })
    await expect(switchboard.get('x')).rejects.toMatchObject({ code: 'unmounted' })
  })

  test('ignores invalid messages', async () => {
    const { switchboard, page, hear } = setUp()
    const call = switchboard.get('x')
    const { messageId } = await hear()
    for (const nonsense of [
      null,
      undefined,
      7,
      'text',
      [],
      {},
      { switchboardAction: 'reply' },
      { switchboardAction: 'reply', messageId: 'never-asked', result: 1 },
      { switchboardAction: 'error', messageId: '__proto__', error: 1 },
      { switchboardAction: 'emit', method: 'constructor' },
      { switchboardAction: 'nonsense', messageId },
      { messageId },
    ]) {
      page.postMessage(nonsense)
    }
    page.postMessage({ switchboardAction: 'reply', messageId, result: 'the answer' })
    expect(await call).toBe('the answer')
  })
})

describe('a page that is older than a method', () => {
  test('rejects the call with the release that added it', async () => {
    const { switchboard, page, hear } = setUp()
    const call = switchboard.get('setThemeMode')
    const { messageId } = await hear()
    page.postMessage({ switchboardAction: 'error', messageId, error: '[superset] Method "x" is not defined' })
    await expect(call).rejects.toMatchObject({
      code: 'not-supported',
      message: expect.stringContaining('Superset 6.1'),
    })
  })
})

describe('every request of the page is answered, so that it never waits for ever:', () => {
  const permalink = {
    switchboardAction: 'get',
    method: 'resolvePermalinkUrl',
    messageId: 'page-1',
    args: { key: 'k' },
  }

  test.each<[string, SwitchboardHost, unknown]>([
    [
      'by the host',
      { answer: (method, args) => `${method} ${JSON.stringify(args)}` },
      'resolvePermalinkUrl {"key":"k"}',
    ],
    ['by the host, later', { answer: async () => 'later' }, 'later'],
    ['with null when the host has no handler', {}, null],
    ['with null where the host has no answer', { answer: () => undefined }, null],
    [
      'with null where the host fails',
      {
        answer: () => {
          throw new Error('the app’s own')
        },
      },
      null,
    ],
    [
      'with null where the host fails later',
      { answer: () => Promise.reject(new Error('the app’s own')) },
      null,
    ],
  ])('%s', async (_how, host, result) => {
    const { page, hear } = setUp(host)
    const received = hear()
    page.postMessage(permalink)
    expect(await received).toEqual({ switchboardAction: 'reply', messageId: 'page-1', result })
  })
})

test('receives the events that the page emits', async () => {
  const event = await new Promise((resolve) => {
    const { page } = setUp({ onEmit: (...all) => resolve(all) })
    page.postMessage({ switchboardAction: 'emit', method: 'observeDataMask', args: { a: 1 } })
  })
  expect(event).toEqual(['observeDataMask', { a: 1 }])
})

describe('a closed port', () => {
  test('is reported when the page closed it', async () => {
    await new Promise<void>((resolve) => {
      const { page } = setUp({ onGone: resolve })
      page.close()
    })
  })

  test('is not reported when the host closed it', async () => {
    let isGone = false
    const { switchboard } = setUp({
      onGone: () => {
        isGone = true
      },
    })
    switchboard.close()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(isGone).toBe(false)
  })
})
