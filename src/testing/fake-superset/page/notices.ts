/** What Superset's embedded page shows besides a dashboard, in its own words. */

import { el } from '../../dom'

/** The page of a guest whose first token was refused. */
export function refusal(): HTMLElement {
  return el('p', { className: 'refused' }, REFUSED)
}

export function loadingSign(): HTMLElement {
  return el('div', { className: 'loading', role: 'status', ariaLabel: 'Loading' })
}

/** Shows above the dashboard that a request was refused, until a person closes it. At most one notice is shown. */
export function showInterruption({ body }: Document): void {
  if (body.querySelector('.toast')) return
  const close = el('button', { type: 'button', textContent: '×', ariaLabel: 'Close' })
  const toast = el('div', { className: 'toast', role: 'alert' }, el('p', {}, INTERRUPTED), close)
  close.onclick = () => toast.remove()
  body.append(toast)
}

const REFUSED = 'Something went wrong with embedded authentication. Check the dev console for details.'
const INTERRUPTED =
  'This session has encountered an interruption, and some controls may not work as intended. If you are the developer of this app, please check that the guest token is being generated correctly.'
