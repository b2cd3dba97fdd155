import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { printable, printableJson, printableLine } from '../../src/cli/printable'
import { seedFromEnvironment } from '../helpers/random'

const RECOMMENDED_EMOJI = String.raw`\p{RGI_Emoji}`

describe('a character without a visible form is written as its code point', () => {
  test.each([
    ['a control character', 'a\u001b[2Jb', 'a\\u001b[2Jb'],
    ['a C1 control character', 'a\u009bb', 'a\\u009bb'],
    ['a zero-width space', 'https://app\u200b.example.com', 'https://app\\u200b.example.com'],
    ['a zero-width joiner between letters', 'pay\u200dpal', 'pay\\u200dpal'],
    ['a zero-width non-joiner', 'pay\u200cpal', 'pay\\u200cpal'],
    ['a word joiner', 'a\u2060b', 'a\\u2060b'],
    ['a byte order mark', '\ufeffa', '\\ufeffa'],
    ['a soft hyphen', 'a\u00adb', 'a\\u00adb'],
    ['a bidirectional override', 'a\u202eb', 'a\\u202eb'],
    ['an Arabic letter mark', 'a\u061cb', 'a\\u061cb'],
    ['a tag character', 'a\u{e0041}b', 'a\\u{e0041}b'],
    ['a variation selector after a letter', 'a\ufe0fb', 'a\\ufe0fb'],
    ['a variation selector of the supplement', 'a\u{e0101}b', 'a\\u{e0101}b'],
    ['a Mongolian variation selector', 'a\u180bb', 'a\\u180bb'],
    ['a Hangul filler', 'a\u3164b', 'a\\u3164b'],
    ['a combining grapheme joiner', 'a\u034fb', 'a\\u034fb'],
    ['an interlinear annotation', 'a\ufff9b', 'a\\ufff9b'],
    ['a musical format character', 'a\u{1d173}b', 'a\\u{1d173}b'],
    ['a line separator', 'a\u2028b', 'a\\u2028b'],
    ['half of a character', 'a\ud83d', 'a\\ud83d'],
    ['a tag after an emoji that has none', '👍\u{e0041}', '👍\\u{e0041}'],
    ['a joiner after an emoji', '👍\u200da', '👍\\u200da'],
  ])('%s', (_what, text, shown) => {
    expect(printable(text)).toBe(shown)
    expect(printableLine(text)).toBe(shown)
    expect(JSON.parse(printableJson(text))).toBe(text)
  })
})

test.each([
  '売上',
  'Größe',
  'é',
  'क्षेत्र',
  '👨‍👩‍👧 Families',
  '❤️',
  '⚙️ Ops',
  '1️⃣ First',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  '🇩🇪',
  '👍🏽',
  '\u00a0',
  '\u3000',
])('a visible text stays as it is: %s', (text) => {
  expect(printableLine(text)).toBe(text)
  expect(printableJson(text)).toBe(JSON.stringify(text))
})

test('a line has no newline and no tab, and a text keeps them', () => {
  expect(printable('a\n\tb')).toBe('a\n\tb')
  expect(printableLine('a\n\tb')).toBe('a\\u000a\\u0009b')
})

test('prints no hidden character, and JSON keeps its value', () => {
  const hidden = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Cs}]/u
  const unit = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    fc.constantFrom('\u200d', '\ufe0f', '\u{e0041}', '\u{e007f}', '👨', '❤', '🏴', '1', '\u20e3'),
  )
  const emoji = new RegExp(`${RECOMMENDED_EMOJI}`, 'gv')
  fc.assert(
    fc.property(fc.array(unit), (units) => {
      const text = units.join('')
      expect(printableLine(text).replace(emoji, '')).not.toMatch(hidden)
      const json = printableJson({ text })
      expect(JSON.parse(json)).toEqual({ text })
      expect(json.replace(emoji, '').replaceAll('\n', '')).not.toMatch(hidden)
    }),
    { numRuns: 3_000, seed: seedFromEnvironment() },
  )
})
