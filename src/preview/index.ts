/**
 * What a security context of Embeddable's compiles to, in Node; needs `minijinja-js` and `yaml`.
 *
 * @module guestpass/preview
 */

export type { Profile, ProfileFilter } from '../core/profile'
export { ToolError, type ToolErrorCode } from '../core/tool-error'
export type { Finding, FindingCode, FindingExample } from './finding'
export type { JsonObject, JsonValue } from './json'
export type { Place } from './place'
export { type CompiledSql, type ContextValue, type Preview, previewSecurityContext } from './preview'
export { readProfiles } from './profiles'
export { SAFE_MACROS } from './safe-macros'
