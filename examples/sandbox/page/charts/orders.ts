import { el } from '../../../../src/testing/dom'
import type { Draw } from './drawing'

const COLUMNS = [
  ['order_number', 'Order'],
  ['order_date', 'Date'],
  ['customer_name', 'Customer'],
  ['country', 'Country'],
  ['product_line', 'Product line'],
  ['sales', 'Sales'],
] as const

export const drawOrders: Draw = (rows, { chart, sort, onSort }) => {
  const head = COLUMNS.map(([name, label]) => {
    const isSorted = sort?.colId === name
    const arrow = isSorted ? (sort.sort === 'asc' ? ' ↑' : ' ↓') : ''
    const button = el('button', {
      type: 'button',
      className: 'sort',
      textContent: label + arrow,
      onclick: () => onSort(name),
    })
    const cell = el('th', { scope: 'col', className: name }, button)
    if (isSorted) cell.ariaSort = sort.sort === 'asc' ? 'ascending' : 'descending'
    return cell
  })
  const lines = rows.map((row) =>
    el(
      'tr',
      {},
      ...COLUMNS.map(([name]) =>
        el('td', {
          className: name,
          textContent: name === 'sales' ? exact(Number(row[name])) : String(row[name]),
        }),
      ),
    ),
  )
  const table = el('table', {}, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...lines))
  // It scrolls sideways on a small screen, so the keyboard has to reach it.
  return el('div', { className: 'table-box', tabIndex: 0, role: 'region', ariaLabel: chart.title }, table)
}

function exact(amount: number): string {
  return amount.toLocaleString('en', { style: 'currency', currency: 'USD' })
}
