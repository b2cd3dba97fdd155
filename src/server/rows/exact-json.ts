import { parseJson } from '../../core/parse-json'

/** A text of JSON, which is skipped, or an integer of 16 digits and more. */
const TEXTS_AND_LONG_INTEGERS = /"(?:[^"\\]|\\.)*"|-?\b\d{16,}\b(?![.eE])/g

/**
 * Parses JSON and keeps the digits of large integers. Superset writes a 64-bit integer as a bare number (measured), and
 * `JSON.parse` rounds it: 9007199254740993 becomes 9007199254740992. An integer that a number cannot hold becomes a text.
 */
export function parseExactJson(text: string): unknown {
  return parseJson(
    text.replace(TEXTS_AND_LONG_INTEGERS, (part) =>
      part.startsWith('"') || Number.isSafeInteger(Number(part)) ? part : `"${part}"`,
    ),
  )
}
