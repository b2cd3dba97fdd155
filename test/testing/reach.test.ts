import { describe, expect, test } from 'vitest'
import type { Row } from '../../src/core/rows'
import { type Reach, reachQuery, testReach } from '../../src/isolation/reach'

/** The reach test of a dataset with these rows, in the order in which Superset returns them. */
function reachOf(free: readonly Row[] | undefined, closed: readonly Row[] | undefined): Promise<Reach> {
  const rows = { free, closed }
  return testReach(async (which, howMany) => rows[which]?.slice(0, reachQuery([], howMany).limit), 'inside')
}

const orders = (count: number, from = 0): readonly Row[] =>
  Array.from({ length: count }, (_, index) => ({ order: `order ${String(from + index).padStart(5, '0')}` }))

const TOTAL = { label: 'total', amount: 19 }

describe('the reach test', () => {
  test.each<readonly [string, readonly Row[] | undefined, readonly Row[] | undefined, Reach]>([
    ['no row is left', orders(9), [], 'closed'],
    ['every row is left', orders(9), orders(9), 'open'],
    ['every row of many is left', orders(5_000), orders(5_000), 'open'],
    ['a part is left', orders(9), orders(3, 2), 'partly'],
    ['a sum is left', [{ amount: 19 }], [{ amount: null }], 'closed'],
    ['a sum with a label is left', [TOTAL], [{ ...TOTAL, amount: null }], 'closed'],
    ['a count of everything is left', [{ amount: 19 }], [{ amount: 19 }], 'open'],
    ['Superset refuses the query', undefined, undefined, 'unseen'],
    ['the rows have no values', [{ amount: null }], [{ amount: null }], 'unseen'],
    // These were `closed`, and so a proof, before the test looked at more than the first 200 rows.
    [
      'the part that is left comes after the rows that are compared',
      orders(5_000),
      orders(300, 4_700),
      'unseen',
    ],
    ['one row is left, after the rows that are compared', orders(5_000), orders(1, 4_999), 'unseen'],
    ['empty rows are left before others', orders(9), [...Array(300)].map(() => ({ order: null })), 'unseen'],
    [
      'the rows of an outer join are left, without their sums',
      ['Ana', 'Luc'].map((name) => ({ name, amount: 5 })),
      ['Ana', 'Luc'].map((name) => ({ name, amount: null })),
      'unseen',
    ],
  ])('%s', async (_what, free, closed, reach) => {
    expect(await reachOf(free, closed)).toBe(reach)
  })
})
