import { afterEach, describe, expect, test, vi } from 'vitest'
import type { EmbedView } from '../../src/client/embed-view'
import { createReport } from '../../src/client/report'
import { GuestpassError } from '../../src/core/errors'

const unreachable = new GuestpassError('route-unreachable', 'The route answered 404.')
const invalid = new GuestpassError('option-invalid', 'The embed id is missing.')
const view = (state: EmbedView['state'], error?: GuestpassError) => ({ state, error }) as EmbedView

afterEach(() => {
  vi.restoreAllMocks()
})

describe('an error is written to the console once', () => {
  test.each<[string, readonly EmbedView[], readonly string[]]>([
    [
      'while the request is repeated',
      [view('connecting', unreachable), view('connecting', unreachable), view('connecting', unreachable)],
      [unreachable.message],
    ],
    [
      'for each cause',
      [view('connecting', unreachable), view('ended', invalid), view('ended', invalid)],
      [unreachable.message, invalid.message],
    ],
    [
      'for each try of the viewer',
      [view('ended', invalid), view('connecting'), view('ended', invalid)],
      [invalid.message, invalid.message],
    ],
    [
      'for each time that the dashboard was ready',
      [view('connecting', unreachable), view('ready'), view('connecting', unreachable)],
      [unreachable.message, unreachable.message],
    ],
  ])('%s', (_, views, messages) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    views.forEach(createReport(() => ({})))
    expect(log.mock.calls).toEqual(messages.map((message) => [`guestpass: ${message}`]))
  })

  test('and never when the app passes onError', () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const onError = vi.fn()
    const report = createReport(() => ({ onError }))
    report(view('ended', invalid))
    expect([log.mock.calls, onError.mock.calls]).toEqual([[], [[invalid]]])
  })
})
