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
 * The address of a script as browsers accept it under `require-trusted-types-for 'script'`. When the page allows no policy
 * with the name `guestpass`, the text is returned, and the page's default policy decides.
 */
export function trustedScriptUrl(address: string): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: PolicyFactory }
  if (policy === undefined && trustedTypes) policy = createPolicy(trustedTypes)
  return policy ? policy.createScriptURL(address) : address
}

function createPolicy(trustedTypes: PolicyFactory): typeof policy {
  try {
    return trustedTypes.createPolicy('guestpass', { createScriptURL: (address) => address })
  } catch {
    return null
  }
}
