import { columnSql, type RlsColumn } from './column'
import type { Dialect, LikePlace } from './dialect'
import { refuseAt } from './refuse'
import { checkedText, literalOr } from './value'

/** Where in a text the value must be. `%` and `_` in it are ordinary characters. */
export type LikePart =
  | { readonly startsWith: string }
  | { readonly endsWith: string }
  | { readonly contains: string }

/** Not the backslash, which some databases read twice. */
const ESCAPE = '!'

export function likeSql(column: RlsColumn, part: LikePart, dialect: Dialect): string {
  const name = columnSql(column, dialect, 'like')
  const [place, value] = placeAndValue(part)
  const refuse = refuseAt(`like.${place}`)
  const text = checkedText(value, dialect, refuse)
  if (text === '') throw refuse('is empty, and every text contains the empty text')
  const form = dialect.like[place]
  if (typeof form === 'function') return form(name, literalOr(text, dialect, refuse))
  if (form.refused?.pattern.test(text)) throw refuse(`contains ${form.refused.what}`)
  const escaped = form.escaped ? text.replace(form.escaped, `${ESCAPE}$&`) : text
  const pattern = patternSql(place, escaped, (whole) => literalOr(whole, dialect, refuse), dialect)
  return `${name} LIKE ${pattern}${form.escaped ? ` ESCAPE '${ESCAPE}'` : ''}`
}

function placeAndValue(part: LikePart): readonly [LikePlace, unknown] {
  const [entry, ...others] = Object.entries(part ?? {})
  const place = PLACES.find((known) => known === entry?.[0])
  if (place === undefined || others.length > 0) {
    throw refuseAt('like')('needs exactly one of startsWith, endsWith and contains')
  }
  return [place, entry?.[1]]
}

const PLACES = ['startsWith', 'endsWith', 'contains'] as const

/**
 * A plain prefix stays a literal, because PostgreSQL uses an index for `LIKE 'ab%'` and not for a call (measured). Its
 * wildcard is the only percent sign that a clause can contain. A quote follows it, so no driver reads it as a
 * placeholder.
 */
function patternSql(
  place: LikePlace,
  text: string,
  write: (text: string) => string,
  { plain }: Dialect,
): string {
  if (place === 'startsWith') return plain.test(text) ? `'${text}%'` : write(`${text}%`)
  return write(place === 'endsWith' ? `%${text}` : `%${text}%`)
}
