/** The script that defines `<em-beddable>`: one for the page, however many dashboards are on it. */

import type { Shared } from './embeddable'

const ELEMENT = 'em-beddable'

/** Firefox keeps in mind, by its whole address, that a module did not load, and does not ask for that again. */
let failures = 0
let loading: { readonly src: string; readonly isDefined: Promise<unknown> } | undefined

/**
 * Resolves when the element is there, by this script or by one of the app's own.
 *
 * @throws {GuestpassError} `blocked-by-csp`, `unreachable`, or `option-invalid` where another region's is there already.
 */
export async function loadScript(src: string, nonce: string | undefined, shared: Shared): Promise<void> {
  if (loading && loading.src !== src) {
    throw new shared.GuestpassError(
      'option-invalid',
      `One page has the script of one region: ${loading.src}.`,
    )
  }
  if (!loading && customElements.get(ELEMENT)) return
  loading ??= { src, isDefined: append(src, nonce, shared) }
  const { isDefined } = loading
  try {
    await isDefined
  } catch (error) {
    // Whoever tries again gets a new script; a failed one says nothing more.
    if (loading?.isDefined === isDefined) loading = undefined
    throw error
  }
}

async function append(src: string, nonce: string | undefined, { GuestpassError }: Shared): Promise<void> {
  if (!URL.canParse(src) || !/^https?:$/.test(new URL(src).protocol)) {
    throw new GuestpassError('option-invalid', 'The token route names no script: check scriptUrl.')
  }
  const { origin } = new URL(src)
  const script = document.createElement('script')
  const address = failures > 0 ? `${src}#${failures}` : src
  Object.assign(script, { type: 'module', src: address, nonce: nonce ?? '' })
  let isBlocked = false
  const onViolation = ({ disposition, effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    isBlocked ||=
      disposition === 'enforce' &&
      /^(script|default)-src/.test(effectiveDirective) &&
      blockedURI.startsWith(origin)
  }
  document.addEventListener('securitypolicyviolation', onViolation)
  try {
    await new Promise((resolve, reject) => {
      script.onload = resolve
      script.onerror = reject
      document.head.append(script)
    })
    await customElements.whenDefined(ELEMENT)
  } catch {
    script.remove()
    failures++
    // The violation is told by a task of its own, and may come after the error.
    await new Promise((resolve) => setTimeout(resolve, 100))
    throw isBlocked
      ? new GuestpassError(
          'blocked-by-csp',
          `This page’s Content-Security-Policy blocks the script: add ${origin} to script-src.`,
        )
      : new GuestpassError('unreachable', `${origin} does not serve the dashboard’s script.`)
  } finally {
    document.removeEventListener('securitypolicyviolation', onViolation)
  }
}
