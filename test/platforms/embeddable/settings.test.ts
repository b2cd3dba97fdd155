// @vitest-environment jsdom
/** The options of an Embeddable dashboard: what each of them accepts, and what a change to a wrong value does. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readEmbeddableOptions } from '../../../src/platforms/embeddable/settings'
import type { EmbeddableOptions } from '../../../src/platforms/embeddable/types'
import { VALID_EMBEDDABLE as VALID } from '../../helpers/valid-options'
import { whilePolluted } from '../../helpers/while-polluted'
import { openElement } from './open-element'

const names = Object.keys(VALID) as (keyof EmbeddableOptions)[]
const ANY_VALUES = [null, 7, 'text', true, [], {}, () => {}, Symbol('x'), 7n]
const circular: Record<string, unknown> = {}
circular['self'] = circular

/** Values that are refused, beside values of another type. */
const REFUSED: Partial<Record<keyof EmbeddableOptions, readonly unknown[]>> = {
  variables: [circular, { count: 7n }],
  clientContext: [circular, { count: 7n }],
  tokenRenewal: ['', 'Remount'],
  baseUrl: ['', 'api.eu.embeddable.com', 'javascript:alert(1)'],
}
const refusedBy = (name: keyof EmbeddableOptions) => [
  ...ANY_VALUES.filter(
    (value) => typeof value !== typeof VALID[name] || value === null || Array.isArray(value),
  ),
  ...(REFUSED[name] ?? []),
]

describe.each(names)('the option %s', (name) => {
  test('has its default when it is left out or undefined', () => {
    expect(readEmbeddableOptions({ [name]: undefined })).toEqual(readEmbeddableOptions({}))
  })

  test('is accepted', () => {
    expect(readEmbeddableOptions({ [name]: VALID[name] })).not.toEqual(readEmbeddableOptions({}))
  })

  test('is refused by its name when it has another type or form', () => {
    for (const value of refusedBy(name)) {
      expect(() => readEmbeddableOptions({ [name]: value })).toThrow(
        expect.objectContaining({ code: 'option-invalid', message: expect.stringMatching(`^${name} `) }),
      )
    }
  })
})

test('an option on a polluted Object.prototype changes nothing', () => {
  const defaults = readEmbeddableOptions({})
  const settings = whilePolluted({ ...VALID, refreshEvery: 60_000 }, () => readEmbeddableOptions({}))
  expect(settings).toEqual(defaults)
})

describe('a channel', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  test.each(names)(
    'fails with option-invalid, and makes no element, when %s is wrong at first',
    async (name) => {
      const page = await openElement({ [name]: 7n } as EmbeddableOptions)
      page.give('first')
      expect(page.happened).toEqual(['failed option-invalid'])
      expect(page.elements).toEqual([])
      page.close()
    },
  )

  test.each(names)('warns once, and keeps its settings, when %s becomes wrong', async (name) => {
    const page = await openElement(VALID)
    page.give('first')
    page.emit('componentsLoad')
    page.emit('customCanvasReady')
    const before = page.elements[0]?.outerHTML
    for (let n = 0; n < 2; n++) page.update({ ...VALID, [name]: 7n } as EmbeddableOptions)
    expect(page.happened).toEqual(['connected', 'ready', 'warning option-invalid'])
    expect(page.elements[0]?.outerHTML).toBe(before)
    page.close()
  })
})
