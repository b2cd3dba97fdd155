/**
 * The text as a terminal can show it: a character that moves the cursor, turns letters around or cannot be seen is
 * written as its code point. A newline and a tab stay.
 */
export function printable(text: string): string {
  return text.replace(UNSEEN, (match) => (isEmoji(match) ? match : codePoint(match)))
}

/** A foreign text inside a line of the output. It cannot start a new line, which could look like output of guestpass. */
export function printableLine(text: string): string {
  return printable(text).replace(/[\n\t]/g, codePoint)
}

/** JSON for another program, which may show it to a person. Only escapes of JSON are used. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(UNSEEN, (match) =>
    isEmoji(match) ? match : match.replace(/[\s\S]/g, escapeUnit),
  )
}

/**
 * Everything that has no visible form: control characters, format characters (zero-width, bidirectional, tags), other
 * characters that a display may ignore (variation selectors, fillers), line separators, halves of a character.
 * Emoji come first, because many contain such characters: a family has zero-width joiners, a heart a variation
 * selector. Only sequences that Unicode recommends count as emoji, so nothing can be hidden in them.
 */
const HIDDEN = String.raw`(?![\n\t])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Cs}]`
const RECOMMENDED_EMOJI = String.raw`\p{RGI_Emoji}`
// The flag v, which knows sequences, is in every supported Node and not in the syntax that is compiled for.
const UNSEEN = new RegExp(`${RECOMMENDED_EMOJI}|${HIDDEN}`, 'gv')
const EMOJI = new RegExp(`^${RECOMMENDED_EMOJI}$`, 'v')

function isEmoji(text: string): boolean {
  return EMOJI.test(text)
}

/** `\u200b`, and `\u{e0041}` beyond four digits. */
function codePoint(character: string): string {
  const digits = (character.codePointAt(0) ?? 0).toString(16)
  return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`
}

/** JSON writes a character beyond four digits as two units. */
function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
