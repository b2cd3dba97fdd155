import { expect, test } from 'vitest'
import { toRison } from '../../../src/platforms/superset/rison'

test.each<[unknown, string]>([
  ['text', "'text'"],
  ['', "''"],
  ["it's !important", "'it!'s !!important'"],
  [7, '7'],
  [-1.5, '-1.5'],
  [1e21, '1e21'],
  [Number.NaN, '!n'],
  [true, '!t'],
  [false, '!f'],
  [null, '!n'],
  [undefined, '!n'],
  [[], '!()'],
  [[1, ['a', null]], "!(1,!('a',!n))"],
  [{}, '()'],
  [{ 'NATIVE_FILTER-1': { value: [3, 5] }, left: undefined }, "('NATIVE_FILTER-1':('value':!(3,5)))"],
])('%j is %s', (value, rison) => {
  expect(toRison(value)).toBe(rison)
})
