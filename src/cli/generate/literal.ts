/**
 * Values as TypeScript source, in the layout of Prettier's and Biome's formatters with Prettier's defaults: lines of 80
 * columns, double quotes, trailing commas. A formatter with other options changes only the layout.
 */

import { printable } from '../printable'
import { widthOf } from '../width'
import { isIdentifier } from './identifier'

/** An object is a `Map`, which keeps the order of keys such as `2024` and treats `__proto__` as an ordinary key. */
export type Literal = string | number | boolean | readonly string[] | LiteralObject

export type LiteralObject = ReadonlyMap<string, Literal>

export function printObject(object: LiteralObject, indent = ''): string {
  if (object.size === 0) return '{}'
  const inner = `${indent}  `
  const lines = [...object].map(([key, value]) => `${inner}${printProperty(key, value, inner)},\n`)
  return `{\n${lines.join('')}${indent}}`
}

function printProperty(key: string, value: Literal, indent: string): string {
  const head = printKey(key)
  if (value instanceof Map) {
    const isTooWide = widthOf(`${indent}${head}: {`) > LINE_WIDTH
    const inner = `${indent}  `
    return isTooWide
      ? `${head}:\n${inner}${printObject(value, inner)}`
      : `${head}: ${printObject(value, indent)}`
  }
  if (typeof value !== 'string') return `${head}: ${printShort(value, `${indent}${head}: `, indent)}`
  const text = printText(value)
  const isWide = widthOf(`${indent}${head}: ${text},`) > LINE_WIDTH
  // After a short key, a line break saves too little.
  return isWide && widthOf(head) > SHORT_KEY ? `${head}:\n${indent}  ${text}` : `${head}: ${text}`
}

const LINE_WIDTH = 80
const SHORT_KEY = 4

function printShort(value: Exclude<Literal, string>, before: string, indent: string): string {
  if (!Array.isArray(value)) return String(value)
  const texts = value.map(printText)
  const line = `[${texts.join(', ')}]`
  if (texts.length === 0 || widthOf(`${before}${line},`) <= LINE_WIDTH) return line
  return `[\n${texts.map((text) => `${indent}  ${text},\n`).join('')}${indent}]`
}

/** Written as an ordinary key, `__proto__` would set the prototype of the object. */
function printKey(key: string): string {
  if (key === '__proto__') return '["__proto__"]'
  return isIdentifier(key) ? key : printText(key)
}

/**
 * A string literal. Letters, emoji and spaces stay readable. Everything that has no visible form is escaped, and so is
 * the start of `</script>` and `<!--`, which a page that holds the code would read as its own.
 */
export function printText(text: string): string {
  const quote = countOf(text, '"') > countOf(text, "'") ? "'" : '"'
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/<(?=\/script|!--)/gi, '\\u003c')
    .replace(/[^\S \u3000]/g, escapeUnit)
  return quote + printable(escaped) + quote
}

function countOf(text: string, character: string): number {
  return text.split(character).length - 1
}

/** Writes a character as `\uXXXX`, because a reader cannot see the difference between U+00A0 and an ordinary space. */
function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
