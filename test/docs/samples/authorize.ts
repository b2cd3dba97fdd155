import type { SupersetGrant } from '../../../src/server/index'

/** Who may see what, in the app of a sample. */
export declare function authorize(request: unknown): SupersetGrant | null
