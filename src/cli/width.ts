/** The width of a text in columns of a terminal. Some letters take two columns, and a combining mark has no width. */
export function widthOf(text: string): number {
  return [...text.replace(/\p{M}|\u200d/gu, '')].reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0)
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Emoji_Presentation}/u
