/**
 * Letters that every compiler and formatter knows as parts of a name: Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari,
 * Thai, Japanese, Chinese and Korean, in blocks that Unicode filled long ago. Node 24 has Unicode 17 and TypeScript 6 has
 * Unicode 15, so for newer letters the two differ.
 */
const KNOWN = String.raw`[$\0-\u052f\u0590-\u06ff\u0900-\u097f\u0e00-\u0e7f\u1e00-\u1fff\u3041-\u30ff\u4e00-\u9fa5\uac00-\ud7a3]`

/** One letter or digit that a name may have. */
const PART = String.raw`(?=${KNOWN})[\p{ID_Continue}$]`

const IDENTIFIER = new RegExp(`^(?=[\\p{ID_Start}$_])(?:${PART})+$`, 'u')
const WORD = new RegExp(`(?:(?!_)${PART})+`, 'gu')

/** Whether the text can be a name in TypeScript without quotes. */
export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text)
}

/** The parts of a text that can be parts of a name. */
export function wordsOf(text: string): readonly string[] {
  return text.match(WORD) ?? []
}
