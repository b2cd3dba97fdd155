/** A failed dashboard in the window of a popup, while the viewer does not see the tab of the app that opened it. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSelfHealing } from '../../src/client/self-healing'
import { GuestpassError } from '../../src/core/errors'
import { createFakeClock } from '../../src/testing'

/** As much of a document and its window as is listened to. */
const createPage = (hidden: boolean) =>
  Object.assign(new EventTarget(), { hidden, defaultView: new EventTarget() })

let app: ReturnType<typeof createPage>
let popup: ReturnType<typeof createPage>
let retries: number

beforeEach(() => {
  app = createPage(true)
  popup = createPage(false)
  vi.stubGlobal('document', app)
  vi.stubGlobal('window', app.defaultView)
  retries = 0
})
afterEach(() => {
  vi.unstubAllGlobals()
})

function failInPopup() {
  const clock = createFakeClock()
  const page = () => popup as unknown as Document
  const healing = createSelfHealing(clock, () => retries++, page)
  healing.observe({ name: 'failed', error: new GuestpassError('unreachable', 'No answer.') })
  return clock
}

test('retries in a visible popup while the tab of the app is hidden', async () => {
  const clock = failInPopup()
  await clock.advance(60_000)
  expect(retries).toBe(1)
})

test('does not retry in a hidden popup while the tab of the app is visible', async () => {
  Object.assign(popup, { hidden: true })
  Object.assign(app, { hidden: false })
  const clock = failInPopup()
  await clock.advance(60_000)
  app.dispatchEvent(new Event('visibilitychange'))
  expect(retries).toBe(0)
})

test('retries when the viewer returns to the popup, and when the network of its window returns', async () => {
  Object.assign(popup, { hidden: true })
  failInPopup()
  Object.assign(popup, { hidden: false })
  popup.dispatchEvent(new Event('visibilitychange'))
  popup.defaultView.dispatchEvent(new Event('online'))
  expect(retries).toBe(2)
})
