/**
 * Writes JSON as Rison, in which Superset reads values from its addresses: `(key:!(a,2,!t,!n))`.
 *
 * Text is always quoted, which Rison allows everywhere; in it `!` and `'` are escaped with `!`.
 */
export function toRison(value: unknown): string {
  if (typeof value === 'string') return `'${value.replace(/[!']/g, '!$&')}'`
  if (typeof value === 'number') return Number.isFinite(value) ? String(value).replace('+', '') : '!n'
  if (typeof value === 'boolean') return value ? '!t' : '!f'
  if (Array.isArray(value)) return `!(${value.map(toRison).join()})`
  if (typeof value !== 'object' || value === null) return '!n'
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `(${members.map(([name, member]) => `${toRison(name)}:${toRison(member)}`).join()})`
}
