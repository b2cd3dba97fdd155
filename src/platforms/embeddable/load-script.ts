/** The script that defines `<em-beddable>`: one for the page, for all dashboards on it. */

import { onPolicyViolation } from '../../client/policy-violation'
import { setScriptUrl } from '../../client/script-url'
import { GuestpassError } from '../../core/errors'

const ELEMENT = 'em-beddable'

/** The browser reports a violation of the policy in a separate task, which may run after the script's error event. */
const VIOLATION_MS = 100

/** Firefox remembers by its whole address that a module did not load, and does not request it again. */
let failures = 0
let loading: { readonly src: string; readonly isDefined: Promise<unknown> } | undefined

/**
 * Resolves when the element is defined, by this script or by the app.
 *
 * @throws {GuestpassError} `blocked-by-csp`, `unreachable`, or `option-invalid` when the page has another region's script.
 */
export async function loadScript(src: string, nonce: string | undefined): Promise<void> {
  if (loading && loading.src !== src) {
    throw new GuestpassError(
      'option-invalid',
      `A page can have the script of one region only, and it has ${loading.src}.`,
    )
  }
  if (!loading && customElements.get(ELEMENT)) return
  loading ??= { src, isDefined: append(src, nonce) }
  const { isDefined } = loading
  try {
    await isDefined
  } catch (error) {
    // The next try gets a new script, because a failed script fires no further event.
    if (loading?.isDefined === isDefined) loading = undefined
    throw error
  }
}

async function append(src: string, nonce: string | undefined): Promise<void> {
  if (!URL.canParse(src) || !/^https?:$/.test(new URL(src).protocol)) {
    throw new GuestpassError(
      'option-invalid',
      'The token route returns no address of a script. Check scriptUrl.',
    )
  }
  const { origin } = new URL(src)
  const script = createScript(failures > 0 ? `${src}#${failures}` : src, nonce)
  const ending = new AbortController()
  let isBlocked = false
  onPolicyViolation(document, 'script', origin, ending.signal, () => {
    isBlocked = true
  })
  try {
    await insert(script)
    await customElements.whenDefined(ELEMENT)
  } catch {
    script.remove()
    failures++
    await new Promise((resolve) => setTimeout(resolve, VIOLATION_MS))
    throw isBlocked
      ? new GuestpassError(
          'blocked-by-csp',
          `This page’s Content-Security-Policy blocks the script: add ${origin} to script-src.`,
        )
      : new GuestpassError(
          'unreachable',
          `${origin} does not serve the dashboard’s script. Check that this browser reaches it.`,
        )
  } finally {
    ending.abort()
  }
}

function createScript(address: string, nonce: string | undefined): HTMLScriptElement {
  const script = document.createElement('script')
  script.type = 'module'
  if (nonce) script.nonce = nonce
  setScriptUrl(script, address)
  return script
}

/** Resolves when the script has run. Rejects when it cannot be loaded. */
function insert(script: HTMLScriptElement): Promise<unknown> {
  return new Promise((resolve, reject) => {
    script.onload = resolve
    script.onerror = reject
    // Not `document.head`: an element with the name "head" takes its place in `document`.
    document.documentElement.append(script)
  })
}
