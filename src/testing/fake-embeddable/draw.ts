import { el } from '../dom'
import type { FakeEmbeddableDashboard } from './dashboard'

/** @param onChoose receives the name and the new value of the variable, or `null` when the viewer chooses all values */
export function drawDashboard(
  { title, variable, figures, months, bars, columns, rows }: FakeEmbeddableDashboard,
  chosen: string,
  onChoose: (name: string, value: string | null) => void,
): HTMLElement {
  const charts = () => [
    el('dl', { className: 'figures' }, ...figures.map(drawFigure)),
    el('div', { className: 'charts' }, card('By month', drawMonths(months)), card('Largest', drawBars(bars))),
    card('Latest', drawTable(columns, rows)),
  ]
  return el(
    'section',
    {},
    el('header', {}, el('h2', {}, title), variable && drawChoice(variable, chosen, onChoose)),
    ...(rows.length > 0 ? charts() : [el('p', { className: 'card none' }, 'This viewer has no rows.')]),
  )
}

function drawFigure({ label, value }: FakeEmbeddableDashboard['figures'][number]): HTMLElement {
  return el('div', {}, el('dt', {}, label), el('dd', {}, value))
}

function drawChoice(
  { name, label, values }: NonNullable<FakeEmbeddableDashboard['variable']>,
  chosen: string,
  onChoose: (name: string, value: string | null) => void,
): HTMLElement {
  const options = ['', ...values].map((value) =>
    el('option', { value, selected: value === chosen }, value || 'All'),
  )
  const select = el('select', { name, onchange: () => onChoose(name, select.value || null) }, ...options)
  return el('label', {}, label, select)
}

function drawMonths(months: FakeEmbeddableDashboard['months']): HTMLElement {
  const most = Math.max(...months.map(({ value }) => value))
  const columns = months.map(({ label, value }) => {
    const column = el('i', { title: `${label}: ${Math.round(value).toLocaleString('en')}` })
    column.style.height = `${Math.max(1, (100 * value) / most)}%`
    return column
  })
  const ends = [months.at(0), months.at(-1)].map((month) => el('span', {}, month?.label ?? ''))
  return el(
    'div',
    { className: 'months' },
    el('div', { className: 'columns', role: 'img', ariaLabel: `${months.length} months` }, ...columns),
    el('div', { className: 'ends' }, ...ends),
  )
}

function drawBars(bars: FakeEmbeddableDashboard['bars']): HTMLElement {
  const most = Math.max(...bars.map(({ value }) => value))
  const lines = bars.map(({ label, value, text }) => {
    const bar = el('i')
    bar.style.width = `${(100 * value) / most}%`
    return el('li', {}, el('span', {}, label), el('b', {}, text), bar)
  })
  return el('ul', {}, ...lines)
}

function drawTable(
  columns: FakeEmbeddableDashboard['columns'],
  rows: FakeEmbeddableDashboard['rows'],
): HTMLElement {
  const head = columns.map((name) => el('th', { scope: 'col' }, name))
  const body = rows.map((row) => el('tr', {}, ...row.map((text) => el('td', {}, text))))
  const table = el('table', {}, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...body))
  // The table scrolls sideways on a small screen, so a keyboard must be able to focus it.
  return el('div', { className: 'table', tabIndex: 0, role: 'region', ariaLabel: 'Latest' }, table)
}

function card(title: string, content: HTMLElement): HTMLElement {
  return el('div', { className: 'card' }, el('h3', {}, title), content)
}
