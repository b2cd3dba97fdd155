import { el } from '../../../../src/testing/dom'
import { money } from '../format'
import type { Draw } from './drawing'

const QUARTERS = 8

/** A cell for each product line and each of the last quarters, the fuller the more was sold. */
export const drawQuarters: Draw = (rows) => {
  const quarters = [...new Set(rows.map(({ label }) => String(label)))].sort().slice(-QUARTERS)
  const lines = [...new Set(rows.map(({ product_line }) => String(product_line)))]
  const values = new Map(rows.map((row) => [`${row.product_line} ${row.label}`, Number(row.value)]))
  const most = Math.max(...values.values())
  const head = ['Product line', ...quarters].map((textContent) => el('th', { scope: 'col', textContent }))
  const body = lines.map((line) => {
    const cells = quarters.map((quarter) => {
      const value = values.get(`${line} ${quarter}`)
      const cell = el('td', { className: 'heat', textContent: value === undefined ? '–' : money(value) })
      cell.style.setProperty('--heat', `${Math.round((45 * (value ?? 0)) / most)}%`)
      return cell
    })
    return el('tr', {}, el('th', { scope: 'row', textContent: line }), ...cells)
  })
  return el('table', {}, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...body))
}
