/**
 * A copy of the value's own properties, without a prototype. What a polluted `Object.prototype` holds is not in it, so
 * that an option that was left out stays left out. A value that is not an object has no properties.
 */
export function ownProperties<T extends object>(value: T): T
export function ownProperties(value: unknown): Readonly<Record<string, unknown>>
export function ownProperties(value: unknown): object {
  return Object.assign(Object.create(null), typeof value === 'object' ? value : undefined)
}
