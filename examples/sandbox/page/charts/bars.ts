import { el } from '../../../../src/testing/dom'
import { money } from '../format'
import type { Draw } from './drawing'

/** Bars that are buttons: a click filters the dashboard by the value of the bar, and a second click clears the filter. */
export const drawBars: Draw = (rows, { chart: { by }, chosen, onChoose }) => {
  const most = Math.max(...rows.map(({ value }) => Number(value)))
  const bars = rows.map(({ label, value }) => {
    const name = String(label)
    const fill = el('span', { className: 'fill' })
    fill.style.width = `${(100 * Number(value)) / most}%`
    const bar = el(
      'button',
      { type: 'button', className: 'bar-row', title: `Filter by ${name}` },
      el('span', { className: 'bar-name', textContent: name }),
      el('span', { className: 'track' }, fill),
      el('span', { className: 'bar-value', textContent: money(Number(value)) }),
    )
    bar.ariaPressed = String(chosen.includes(name))
    bar.onclick = () => by && onChoose(by, name)
    return el('li', {}, bar)
  })
  return el('ul', { className: `bar-list${chosen.length > 0 ? ' has-choice' : ''}` }, ...bars)
}
