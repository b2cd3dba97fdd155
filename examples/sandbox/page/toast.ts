import { el } from './dom'

/** Says it over the page until it is closed; what stands there already is not said twice. */
export function showToast(text: string): void {
  if (document.querySelector('.toast')) return
  const close = el('button', { type: 'button', textContent: '×', ariaLabel: 'Close' })
  const toast = el('div', { className: 'toast', role: 'alert' }, el('p', {}, text), close)
  close.onclick = () => toast.remove()
  document.body.append(toast)
}
