export { guestTokens } from './guest-tokens'
