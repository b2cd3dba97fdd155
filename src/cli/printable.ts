/** The text as a terminal can show it: what would move its cursor, or turn its letters around, is spelled out. */
export function printable(text: string): string {
  return text.replace(UNSEEN, spelled)
}

/** What others wrote, in a line of ours: it begins none of its own, which could pass for one of ours. */
export function printableLine(text: string): string {
  return printable(text).replace(/[\n\t]/g, spelled)
}

/** JSON for another program, which may show it to a person all the same. */
export function printableJson(value: unknown): string {
  return printable(JSON.stringify(value, undefined, 2))
}

function spelled(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

const UNSEEN = /(?![\n\t])\p{Cc}|\p{Bidi_Control}|[\u2028\u2029]/gu
