/**
 * The token route for Express 4 and 5.
 *
 * @module guestpass/express
 */

export type * from '../server'
export { guestTokens } from './guest-tokens'
