import { GuestpassError } from '../core/errors'

/**
 * The part of the Trusted Types API that is used here. Without the API the browser takes text.
 *
 * @see https://www.w3.org/TR/trusted-types/
 */
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): { createScriptURL(address: string): string }
}

/** `null` when the page's Content-Security-Policy does not allow the policy. */
let policy: ReturnType<PolicyFactory['createPolicy']> | null | undefined

/**
 * Sets the address of a script as browsers accept it under `require-trusted-types-for 'script'`. When the page allows no policy
 * with the name `guestpass`, the page's default policy decides.
 *
 * @throws {GuestpassError} `blocked-by-csp` when Trusted Types refuse the address
 */
export function setScriptUrl(script: HTMLScriptElement, address: string): void {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: PolicyFactory }
  if (policy === undefined && trustedTypes) policy = createPolicy(trustedTypes)
  try {
    script.src = policy ? policy.createScriptURL(address) : address
  } catch {
    throw new GuestpassError('blocked-by-csp', TRUSTED_TYPES)
  }
}

function createPolicy(trustedTypes: PolicyFactory): typeof policy {
  try {
    return trustedTypes.createPolicy('guestpass', { createScriptURL: (address) => address })
  } catch {
    return null
  }
}

const TRUSTED_TYPES =
  'This page’s Content-Security-Policy requires Trusted Types. Add guestpass to its trusted-types.'
