/**
 * What a security context of Embeddable's compiles to, in Node; needs `minijinja-js` and `yaml`.
 *
 * @module guestpass/preview
 */

export type { Preset, PresetFilter } from '../core/preset'
export { ToolError, type ToolErrorCode } from '../core/tool-error'
export type { Finding, FindingCode, FindingExample } from './finding'
export type { JsonObject, JsonValue } from './json'
export type { Place } from './place'
export { readPresets } from './presets'
export { type CompiledSql, type ContextValue, type Preview, previewSecurityContext } from './preview'
export { SAFE_MACROS } from './safe-macros'
