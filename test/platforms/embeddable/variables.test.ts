import { expect, test } from 'vitest'
import { createVariables } from '../../../src/platforms/embeddable/variables'

const change = (variableName: string, newValue: unknown) => ({ variableName, newValue })

test('what the viewer has chosen is over what the app said', () => {
  const variables = createVariables({ country: 'USA', year: 2024 })
  variables.choose([change('country', 'France'), change('team', ['a'])])
  expect(variables.all).toEqual({ country: 'France', year: 2024, team: ['a'] })
})

test('the app’s word on what it says anew is over the viewer’s, and only on that', () => {
  const variables = createVariables({ country: 'USA', year: 2024 })
  variables.choose([change('country', 'France'), change('year', 2025)])
  variables.give({ country: 'Spain', year: 2024 })
  expect(variables.all).toEqual({ country: 'Spain', year: 2025 })
})

test('the app that says the same again changes nothing', () => {
  const variables = createVariables({ range: { from: 1 } })
  variables.choose([change('range', null)])
  variables.give({ range: { from: 1 } })
  expect(variables.all).toEqual({ range: null })
})

test('the app that keeps what it was told says nothing new by that', () => {
  const variables = createVariables()
  variables.choose([change('country', 'France')])
  const told = variables.all
  variables.give(told)
  expect(variables.all).toEqual(told)
})

test('what the app takes back is gone, and what the viewer chose is not', () => {
  const variables = createVariables({ country: 'USA' })
  variables.choose([change('team', 'a')])
  variables.give(undefined)
  expect(variables.all).toEqual({ team: 'a' })
})

test.each([[undefined], [null], ['text'], [{}], [[null, 7, {}, { newValue: 1 }]]])(
  'a change that is none, %j, is none',
  (changes) => {
    const variables = createVariables({ country: 'USA' })
    variables.choose(changes)
    expect(variables.all).toEqual({ country: 'USA' })
  },
)
