/** The forms in which a server may repeat a text that it received. */
export function echoesOf(text: string): readonly string[] {
  const bytes = Buffer.from(text)
  const half = Math.floor(text.length / 2)
  return [
    text,
    text.toUpperCase(),
    [...text].reverse().join(''),
    JSON.stringify(text),
    JSON.stringify(JSON.stringify(text)),
    // As Python's json writes everything outside ASCII, and here all of it.
    text.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    text.replace(/[\s\S]/g, (unit) => `&#${unit.charCodeAt(0)};`),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    [...bytes].map((byte) => `%${byte.toString(16)}`).join(''),
    new URLSearchParams({ text }).toString(),
    `${text.slice(0, half)} ${text.slice(half)}`,
    `${text.slice(0, half)}-\n${text.slice(half)}`,
    [...text].join(' '),
    [...text].join('\u200b'),
    `'${text}'`,
    `(${text}),`,
    `x${text}x`,
  ]
}
