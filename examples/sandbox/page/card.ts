/** One chart in its box: asks for its rows, and shows them or what went wrong. */

import type { ChartDefinition, FilterColumn, Filters } from '../dashboards'
import { HttpError, queryChart } from './api'
import { drawBars } from './charts/bars'
import { drawBigNumber } from './charts/big-number'
import { drawMonths } from './charts/months'
import { drawOrders } from './charts/orders'
import { el } from './dom'
import { UI } from './ui'

export interface Card {
  readonly root: HTMLElement
  load(): Promise<void>
}

export interface CardContext {
  filters(): Filters
  onChoose(column: FilterColumn, value: string): void
}

const DRAW = { 'big-number': drawBigNumber, months: drawMonths, bars: drawBars, orders: drawOrders } as const

export function openCard(chart: ChartDefinition, context: CardContext): Card {
  const body = el('div', { className: 'card-body' })
  const reload = el('button', {
    type: 'button',
    className: 'quiet',
    textContent: '↻',
    title: 'Refresh',
    ariaLabel: `Refresh ${chart.title}`,
    onclick: () => void load(),
  })
  const head = el('div', { className: 'card-head' }, el('h2', {}, chart.title), UI.hasChartControls && reload)
  const root = el('section', { className: `card ${chart.kind}` }, head, body)
  root.setAttribute('aria-busy', 'true')
  let latest = 0

  async function load(): Promise<void> {
    const mine = ++latest
    root.setAttribute('aria-busy', 'true')
    const filters = context.filters()
    const content = await queryChart(chart.id, filters).then(
      (rows) =>
        rows.length > 0
          ? DRAW[chart.kind](rows, { chart, filters, onChoose: context.onChoose })
          : message('No results were returned for this query'),
      (error: unknown) => message(nameOf(error), 'alert'),
    )
    // An answer to an older question is no answer.
    if (mine !== latest) return
    body.replaceChildren(content)
    root.setAttribute('aria-busy', 'false')
  }

  return { root, load }
}

function message(text: string, role = 'status'): HTMLElement {
  return el('p', { className: 'message', role, textContent: text })
}

/** The names Superset has for them. */
function nameOf(error: unknown): string {
  return error instanceof HttpError && error.status === 401 ? 'Data error' : 'Network error'
}
