import { expect, test, vi } from 'vitest'
import { createViewerHash } from '../../src/server/viewer-hash'

test('gives a viewer the same username every time, and another username with another secret', async () => {
  const hash = createViewerHash('secret-a')
  const first = await hash('ana@example.com')
  expect(first).toMatch(/^guest-[\da-f]{32}$/)
  expect(await hash('ana@example.com')).toBe(first)
  expect(await createViewerHash('secret-a')('ana@example.com')).toBe(first)
  expect(await createViewerHash('secret-b')('ana@example.com')).not.toBe(first)
  expect(await hash('ben@example.com')).not.toBe(first)
})

test('hashes a viewer who returns only once, and forgets the oldest of many viewers', async () => {
  const sign = vi.spyOn(crypto.subtle, 'sign')
  const hash = createViewerHash('secret')
  for (let viewer = 0; viewer <= 10_000; viewer++) await hash(`viewer ${viewer}`)
  sign.mockClear()
  await hash('viewer 10000')
  await hash('viewer 1')
  expect(sign).not.toHaveBeenCalled()
  await hash('viewer 0')
  expect(sign).toHaveBeenCalledOnce()
})
