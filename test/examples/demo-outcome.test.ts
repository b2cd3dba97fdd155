import { describe, expect, test } from 'vitest'
import { FAULTS, outcomeOf } from '../../examples/app/fault-texts'

const NOTHING = { isCut: false, isClockWrong: false }
const STILL_CUT = 'The network is still cut'

describe('the sentence below both dashboards of the demo', () => {
  test('is missing before the first fault', () => {
    expect(outcomeOf({ ...NOTHING, last: undefined })).toBeUndefined()
  })

  test.each(FAULTS.map(({ name, outcome }) => [name, outcome] as const))(
    'describes what %s does',
    (last, outcome) => {
      const faults = { last, isCut: last === 'network', isClockWrong: last === 'clock' }
      expect(outcomeOf(faults)).toBe(outcome)
    },
  )

  test.each(FAULTS.filter(({ name }) => name !== 'network').map(({ name }) => [name] as const))(
    'names a cut that lasts while %s is played',
    (last) => {
      const faults = { last, isCut: true, isClockWrong: last === 'clock' }
      expect(outcomeOf(faults)).toMatch(/\. The network is still cut/)
    },
  )

  test.each([
    ['network', 'The network is back'],
    ['clock', 'is right again'],
  ] as const)('does not describe %s after it was mended', (last, words) => {
    const sentence = outcomeOf({ ...NOTHING, last })
    expect(sentence).toContain(words)
    expect(FAULTS.map(({ outcome }) => outcome)).not.toContain(sentence)
    expect(sentence).not.toContain(STILL_CUT)
  })

  test('of every fault that lasts has words for its end', () => {
    const lasting = FAULTS.filter(({ undo }) => undo !== undefined)
    expect(lasting.map(({ mended }) => typeof mended)).toEqual(lasting.map(() => 'string'))
  })
})
