import { expect, test, vi } from 'vitest'
import { otherTabs } from '../../src/client/other-tabs'

const settle = () => new Promise((resolve) => setTimeout(resolve, 50))

test('a message reaches only listeners with the same name', async () => {
  let same = 0
  let another = 0
  const stopSame = otherTabs('ana').listen(() => same++)
  const stopAnother = otherTabs('bob').listen(() => another++)
  otherTabs('ana').post()
  await vi.waitFor(() => expect(same).toBe(1), { timeout: 20_000 })
  await settle()
  expect(another).toBe(0)
  stopSame()
  stopAnother()
})

test('a stopped listener receives no message', async () => {
  let received = 0
  const stop = otherTabs('ana').listen(() => received++)
  stop()
  otherTabs('ana').post()
  await settle()
  expect(received).toBe(0)
})
