import { afterEach, expect, test } from 'vitest'
import { keptAfter } from '../../../src/core/kept-after'
import type { KeptView, WantedView } from '../../../src/core/view'
import { createViewSync } from '../../../src/platforms/superset/page/view-sync'
import { startView, viewCode } from '../../../src/platforms/superset/start-view'

afterEach(() => {
  Reflect.deleteProperty(viewCode, 'keptAfter')
})

const WANTED: readonly WantedView[] = [
  { filters: {} },
  { tab: 'TAB-a', filters: { 'NATIVE_FILTER-a': ['USA'] } },
  { tab: 'TAB-b', filters: { 'NATIVE_FILTER-a': ['Italy'] } },
  { filters: { 'NATIVE_FILTER-b': null }, permalink: 'abc' },
  { tab: 'TAB-a', filters: {}, permalink: 'def' },
]

test('starts with the same view before and after the code of the page is loaded, until a viewer has chosen something', () => {
  for (const first of WANTED) {
    for (const second of WANTED) {
      const kept = startView({}, first)
      expect([kept, startView(kept, second)]).toEqual([
        keptAfter({}, first),
        keptAfter(keptAfter({}, first), second),
      ])
    }
  }
})

test('keeps the choices of the viewer once a page has its code', () => {
  const usa = { extraFormData: {}, filterState: { value: ['USA'] } }
  const kept: KeptView = { tab: 'TAB-viewer', filters: { 'NATIVE_FILTER-a': usa }, wanted: { filters: {} } }
  createViewSync({ read: () => kept, write() {} }, () => ({ wanted: { filters: {} }, callbacks: {} }))
  expect(startView(kept, { filters: {} })).toEqual(kept)
})
