import { expect, test } from 'vitest'
import { createViewMemory } from '../../src/client/kept-views'
import type { TokenSource } from '../../src/client/token-source'

const sourceOf = (isOfOneViewer: boolean) => ({ isOfOneViewer }) as TokenSource
const VIEW = { tab: 'TAB-b' }

test('the next embed of the same viewer and dashboard starts with the last view', () => {
  const ana = sourceOf(true)
  createViewMemory(ana, 'sales').write(VIEW)
  expect(createViewMemory(ana, 'sales').read()).toEqual(VIEW)
  expect(createViewMemory(ana, 'other').read()).toEqual({})
  expect(createViewMemory(sourceOf(true), 'sales').read()).toEqual({})
})

test('two embeds of one dashboard do not change each other', () => {
  const ana = sourceOf(true)
  const [first, second] = [createViewMemory(ana, 'sales'), createViewMemory(ana, 'sales')]
  first.write(VIEW)
  expect(second.read()).toEqual({})
})

test('the view of an unnamed viewer goes to the next embed, until another person may be signed in', () => {
  const unnamed = sourceOf(false)
  const memory = createViewMemory(unnamed, 'sales')
  memory.write(VIEW)
  const next = createViewMemory(unnamed, 'sales')
  memory.forget()
  expect([memory.read(), next.read()]).toEqual([{}, VIEW])
  expect(createViewMemory(unnamed, 'sales').read()).toEqual({})
})

test('the view of a known viewer stays after their session ended', () => {
  const memory = createViewMemory(sourceOf(true), 'sales')
  memory.write(VIEW)
  memory.forget()
  expect(memory.read()).toEqual(VIEW)
})
