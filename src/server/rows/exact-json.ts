import { parseJson } from '../../core/parse-json'

/** The texts and the numbers of valid JSON. A text is matched as a whole, so that digits in it are not taken for a number. */
const TEXTS_AND_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g

/** An integer of 16 digits and more. A decimal such as 0.30000000000000004 is not an integer. */
const LONG_INTEGER = /^-?\d{16,}$/

/**
 * Parses JSON and keeps the digits of large integers. Superset writes a 64-bit integer as a bare number (measured), and
 * `JSON.parse` rounds it: 9007199254740993 becomes 9007199254740992. An integer that a number cannot hold becomes a text.
 * Returns `undefined` when the text is not JSON.
 */
export function parseExactJson(text: string): unknown {
  const parsed = parseJson(text)
  // The pattern is fast for valid JSON only: with a text that does not end, it would try every place again.
  if (parsed === undefined || !/\d{16}/.test(text)) return parsed
  const isExact = (part: string) => !LONG_INTEGER.test(part) || Number.isSafeInteger(Number(part))
  return parseJson(text.replace(TEXTS_AND_NUMBERS, (part) => (isExact(part) ? part : `"${part}"`)))
}
