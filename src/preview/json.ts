import type { JsonObject, Json as JsonValue } from '../server'

export type { JsonObject, JsonValue }

export function isList(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value)
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
