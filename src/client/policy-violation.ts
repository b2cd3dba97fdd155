/** The directives of a Content-Security-Policy that decide about a frame or a script. */
const DIRECTIVES = { frame: /^(frame|child|default)-src/, script: /^(script|default)-src/ } as const

/**
 * Calls back when the Content-Security-Policy of the app's page blocks a frame or a script of this origin, until
 * `signal` aborts. Browsers report this refusal to the page, and no other.
 */
export function onPolicyViolation(
  document: Document,
  kind: keyof typeof DIRECTIVES,
  origin: string,
  signal: AbortSignal,
  callback: () => void,
): void {
  const onViolation = ({ disposition, effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    if (disposition !== 'enforce' || !DIRECTIVES[kind].test(effectiveDirective)) return
    if (originOf(blockedURI) === origin) callback()
  }
  document.addEventListener('securitypolicyviolation', onViolation, { signal })
}

/** `undefined` when the address cannot be parsed: `blockedURI` can be a word such as `inline`. */
export function originOf(address: string): string | undefined {
  try {
    return new URL(address).origin
  } catch {
    return undefined
  }
}
