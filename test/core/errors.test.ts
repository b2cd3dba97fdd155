import { expect, test } from 'vitest'
import { homepage } from '../../package.json'
import { GuestpassError } from '../../src/core/errors'

test('a message ends in the address of its code’s page, on the package’s own site', () => {
  const { message, helpUrl } = new GuestpassError('blank', 'The page stays white.')
  expect(message).toBe(`The page stays white. ${homepage}/errors/blank`)
  expect(helpUrl).toBe(`${homepage}/errors/blank`)
})

test('the sentence is the message without the address', () => {
  const { sentence } = new GuestpassError('presets-invalid', 'a.sc.yml:1: no list\na.sc.yml:2: no name')
  expect(sentence).toBe('a.sc.yml:1: no list\na.sc.yml:2: no name')
})

test('a log shows the address once', () => {
  const error = new GuestpassError('issuer-refused', 'Wrong password.')
  const shown = [String(error), error.stack, JSON.stringify({ ...error })].join()
  expect(shown.match(/errors\/issuer-refused/g)).toHaveLength(2) // of the three, JSON has none
})
