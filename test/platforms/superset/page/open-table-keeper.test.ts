import { beforeEach, expect, test, vi } from 'vitest'
import type { KeptView } from '../../../../src/core/view'
import { loadPermalinkCode } from '../../../../src/platforms/superset/page/load-permalink-code'
import { openTableKeeper } from '../../../../src/platforms/superset/page/open-table-keeper'

vi.mock('../../../../src/platforms/superset/page/load-permalink-code', { spy: true })

beforeEach(() => void vi.mocked(loadPermalinkCode).mockClear())

const SORTED = { 33: { state: { columnState: [{ colId: 'revenue', sort: 'asc' }] } } }

function open(keepsTables: boolean | undefined) {
  let kept: KeptView = {}
  const write = (next: KeptView) => {
    kept = next
  }
  const keeper = openTableKeeper(
    {
      id: 'd1',
      memory: { read: () => kept, write },
      route: undefined,
      settings: () => ({ keepsTables }),
      emit() {},
    },
    () => {},
    new AbortController().signal,
  )
  return { keeper, kept: () => kept }
}

test.each([[undefined], [false]])('an app with keepTables=%s loads nothing for it', (value) => {
  expect(open(value).keeper.isWanted()).toBe(false)
  expect(loadPermalinkCode).not.toHaveBeenCalled()
})

test('the code is loaded once, and again after it did not load', async () => {
  vi.mocked(loadPermalinkCode).mockRejectedValueOnce(new Error('offline'))
  const { keeper, kept } = open(true)
  expect(keeper.isWanted()).toBe(true)
  keeper.onTables(SORTED)
  await vi.waitFor(() => expect(loadPermalinkCode).toHaveBeenCalledTimes(1))
  await new Promise((resolve) => setTimeout(resolve))
  expect(kept().tables).toBeUndefined()
  keeper.onTables(SORTED)
  keeper.onTables(SORTED)
  await vi.waitFor(() => expect(kept().tables?.states).toEqual({ 33: [{ name: 'revenue', sort: 'asc' }] }))
  expect(loadPermalinkCode).toHaveBeenCalledTimes(2)
})
