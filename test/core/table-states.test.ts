import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTableStates } from '../../src/core/table-states'

test('the columns of a table keep their order, and only their known properties', () => {
  const columns = [
    { name: 'country', sort: 'desc', sortIndex: 1, width: 80.5, filter: 'x' },
    { name: 'total', isHidden: true, pinned: 'left', __proto__: { sort: 'asc' } },
  ]
  expect(readTableStates({ 33: columns })).toEqual({
    33: [
      { name: 'country', sort: 'desc', sortIndex: 1, width: 80.5 },
      { name: 'total', isHidden: true, pinned: 'left' },
    ],
  })
})

const table = (column: object) => ({ 33: [{ name: 'total', ...column }] })

test.each<readonly [what: string, value: unknown]>([
  ['no object', 'x'],
  ['null', null],
  ['a list', []],
  ['a name for a chart', { chart: [] }],
  ['a number below 1', { 0: [] }],
  ['a fraction', { '1.5': [] }],
  ['a key of the prototype', JSON.parse('{"__proto__":[]}')],
  ['an object for columns', { 33: {} }],
  ['a text for a column', { 33: ['total'] }],
  ['a column without a name', { 33: [{ sort: 'asc' }] }],
  ['an empty name', table({ name: '' })],
  ['a name of another type', table({ name: ['total'] })],
  ['a name of 1,001 characters', table({ name: 'x'.repeat(1_001) })],
  ['another direction', table({ sort: 'ASC' })],
  ['a null direction', table({ sort: null })],
  ['a place below 0', table({ sortIndex: -1 })],
  ['a text as place', table({ sortIndex: '0' })],
  ['a width that is not a number', table({ width: Number.NaN })],
  ['another side', table({ pinned: 'top' })],
  ['a number for isHidden', table({ isHidden: 1 })],
  ['101 tables', Object.fromEntries(Array.from({ length: 101 }, (_, index) => [index + 1, []]))],
  ['1,001 columns', { 33: Array.from({ length: 1_001 }, () => ({ name: 'x' })) }],
])('refuses %s', (_what, value) => {
  expect(readTableStates(value)).toBeUndefined()
})

test('keeps only known properties of any input', () => {
  const KNOWN = ['name', 'sort', 'sortIndex', 'width', 'isHidden', 'pinned']
  const columns = fc.array(
    fc.oneof(fc.record({ name: fc.string() }), fc.dictionary(fc.string(), fc.jsonValue())),
  )
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(fc.integer().map(String), columns)), (value) => {
      const tables = readTableStates(value) ?? {}
      for (const [chart, list] of Object.entries(tables)) {
        expect(chart).toMatch(/^[1-9]\d*$/)
        for (const column of list) expect(KNOWN).toEqual(expect.arrayContaining(Object.keys(column)))
      }
    }),
  )
})
