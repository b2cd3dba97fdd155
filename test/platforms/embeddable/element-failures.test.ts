// @vitest-environment jsdom

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openElement } from './open-element'

type Page = Awaited<ReturnType<typeof openElement>>

let page: Page

beforeEach(async () => {
  vi.useFakeTimers()
  page = await openElement()
  page.give('first')
})
afterEach(() => {
  page.close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const PART = { errorMessage: 'Request failed with status code 500', errorDetail: {} }
const JAVASCRIPT = { errorMessage: `Unexpected token '<', "<!doctype" is not valid JSON` }
const REFUSED = { errorMessage: 'Security token is invalid or expired', errorDetail: {} }

test.each([
  ['one chart’s failure', PART],
  ['a JavaScript error with the word token', JAVASCRIPT],
])('%s before the dashboard loads late is a warning for the dashboard', async (_, detail) => {
  await wait(300)
  page.emit('embeddableError', detail)
  await wait(12_000)
  expect(page.happened).toEqual(['connected'])
  expect(page.elements).toHaveLength(1)
  page.emit('componentsLoad')
  expect(page.happened).toEqual(['connected', 'ready', 'warning dashboard-failed'])
  await wait(60_000)
  expect(page.happened).toHaveLength(3)
})

test('failures of many charts before the dashboard loads are one warning', async () => {
  for (let chart = 0; chart < 20; chart++) page.emit('embeddableError', PART)
  page.emit('componentsLoad')
  expect(page.happened).toEqual(['connected', 'ready', 'warning dashboard-failed'])
})

test('a failure of a dashboard that does not load is reported at the deadline', async () => {
  page.emit('embeddableError', PART)
  await wait(14_000)
  expect(page.happened).toEqual(['connected'])
  await wait(2_000)
  expect(page.happened).toEqual(['connected', 'failed dashboard-failed'])
})

test('a dashboard that reports nothing is timed-out at the deadline', async () => {
  await wait(16_000)
  expect(page.happened).toEqual(['connected', 'failed timed-out'])
})

test('a refused token is reported after 2 s', async () => {
  page.emit('embeddableError', REFUSED)
  await wait(1_000)
  expect(page.happened).toEqual(['connected'])
  await wait(1_500)
  expect(page.happened).toEqual(['connected', 'failed token-refused'])
  await wait(60_000)
  expect(page.happened).toHaveLength(2)
})

test('a refused token of a dashboard that loads within 2 s is a warning', async () => {
  page.emit('embeddableError', REFUSED)
  await wait(1_000)
  page.emit('componentsLoad')
  await wait(60_000)
  expect(page.happened).toEqual(['connected', 'ready', 'warning token-refused'])
  expect(page.elements).toHaveLength(1)
})

test('a refused token is reported after the failure of a chart', async () => {
  page.emit('embeddableError', PART)
  page.emit('embeddableError', REFUSED)
  await wait(2_500)
  expect(page.happened).toEqual(['connected', 'failed token-refused'])
})

test.each([PART, JAVASCRIPT, REFUSED])(
  'an error of a loaded dashboard leaves its element: $errorMessage',
  async (detail) => {
    page.emit('componentsLoad')
    const [before] = page.elements
    page.emit('embeddableError', detail)
    await wait(60_000)
    expect(page.elements).toEqual([before])
    expect(page.happened.filter((name) => name.startsWith('failed'))).toEqual([])
  },
)
