import { expect, test } from 'vitest'
import { createVariables } from '../../../src/platforms/embeddable/variables'

const change = (variableName: string, newValue: unknown) => ({ variableName, newValue })

test('a choice of the viewer overrides the value of the app', () => {
  const variables = createVariables({ country: 'USA', year: 2024 })
  variables.choose([change('country', 'France'), change('team', ['a'])])
  expect(variables.all).toEqual({ country: 'France', year: 2024, team: ['a'] })
})

test('a changed value of the app overrides the choice of the viewer, but only for that variable', () => {
  const variables = createVariables({ country: 'USA', year: 2024 })
  variables.choose([change('country', 'France'), change('year', 2025)])
  variables.setGiven({ country: 'Spain', year: 2024 })
  expect(variables.all).toEqual({ country: 'Spain', year: 2025 })
})

test('an equal value of the app changes nothing', () => {
  const variables = createVariables({ range: { from: 1 } })
  variables.choose([change('range', null)])
  variables.setGiven({ range: { from: 1 } })
  expect(variables.all).toEqual({ range: null })
})

test('an app that passes back the reported values changes nothing', () => {
  const variables = createVariables()
  variables.choose([change('country', 'France')])
  const reported = variables.all
  variables.setGiven(reported)
  expect(variables.all).toEqual(reported)
})

test('a variable that the app removes is gone, and the choice of the viewer stays', () => {
  const variables = createVariables({ country: 'USA' })
  variables.choose([change('team', 'a')])
  variables.setGiven(undefined)
  expect(variables.all).toEqual({ team: 'a' })
})

test.each([[undefined], [null], ['text'], [{}], [[null, 7, {}, { newValue: 1 }]]])(
  'ignores %j, which is not a change',
  (changes) => {
    const variables = createVariables({ country: 'USA' })
    variables.choose(changes)
    expect(variables.all).toEqual({ country: 'USA' })
  },
)
