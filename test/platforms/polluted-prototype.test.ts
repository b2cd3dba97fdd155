/** What a dashboard reports, and the options of calls, are read as own properties only. */

import { expect, test, vi } from 'vitest'
import { errorOf } from '../../src/platforms/embeddable/element-error'
import { createVariables } from '../../src/platforms/embeddable/variables'
import { supersetCalls } from '../../src/platforms/superset/calls'
import { whilePolluted } from '../helpers/while-polluted'

test('an event of Embeddable without a text is not a refused token', () => {
  const { code } = whilePolluted({ errorMessage: 'Invalid token' }, () => errorOf({}))
  expect(code).toBe('dashboard-failed')
})

test('a change of a variable without a name changes nothing', () => {
  const variables = createVariables({ country: 'USA' })
  whilePolluted({ variableName: 'country', newValue: 'Italy' }, () => variables.choose([{}]))
  expect(variables.all).toEqual({ country: 'USA' })
})

test('a variable that the app has taken back has no value', () => {
  const variables = createVariables({ country: 'USA' })
  variables.choose([{ variableName: 'country', newValue: 'Italy' }])
  whilePolluted({ country: 'USA' }, () => variables.setGiven({}))
  expect(variables.all).toEqual({})
})

test('a call has no signal and no force that the app did not pass', () => {
  const call = vi.fn(async () => undefined)
  const calls = supersetCalls(call)
  whilePolluted({ signal: AbortSignal.abort(), force: true }, () => {
    void calls.refresh()
    void calls.refresh({})
    void calls.getScrollSize({})
  })
  expect(call.mock.calls).toEqual([
    ['refresh', { force: undefined }, undefined],
    ['refresh', { force: undefined }, undefined],
    ['getScrollSize', undefined, undefined],
  ])
})
