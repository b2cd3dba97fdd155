import { GuestpassError } from '../../core/errors'

/**
 * Calls back when the host page's own Content-Security-Policy keeps the frame from loading `url`: the one refusal
 * that a browser tells the host about.
 */
export function onBlockedByHost(
  url: URL,
  signal: AbortSignal,
  callback: (error: GuestpassError) => void,
): void {
  const onViolation = ({ disposition, effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    if (disposition !== 'enforce' || !/^(frame|child|default)-src/.test(effectiveDirective)) return
    if (!blockedURI.startsWith(url.origin)) return
    callback(
      new GuestpassError(
        'blocked-by-csp',
        `This page’s Content-Security-Policy blocks the frame: add ${url.origin} to frame-src.`,
      ),
    )
  }
  document.addEventListener('securitypolicyviolation', onViolation, { signal })
}
