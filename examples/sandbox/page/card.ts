/** One chart in its box: asks for its rows, and shows them or what went wrong. */

import { el } from '../../../src/testing/dom'
import type { ChartDefinition, ChartPayload, FilterColumn } from '../dashboards'
import { HttpError, queryChart, type Row } from './api'
import type { Sort } from './chart-states'
import { drawBars } from './charts/bars'
import { drawBigNumber } from './charts/big-number'
import { drawMonths } from './charts/months'
import { drawOrders } from './charts/orders'
import { drawQuarters } from './charts/quarters'
import { UI } from './ui'

export interface Card {
  readonly root: HTMLElement
  load(): Promise<void>
}

/** What a card has to know of its dashboard, and to tell it. */
export interface CardContext {
  payload(chart: ChartDefinition, rows: number): ChartPayload
  chosen(chart: ChartDefinition): readonly string[]
  sort(chart: ChartDefinition): Sort | undefined
  onChoose(chart: ChartDefinition, column: FilterColumn, value: string): void
  onSort(chart: ChartDefinition, column: string): void
}

/** How many rows a chart shows at first, and how many more at a click. */
export const ROWS = 8

const DRAW = {
  'big-number': drawBigNumber,
  months: drawMonths,
  bars: drawBars,
  quarters: drawQuarters,
  orders: drawOrders,
} as const

export function openCard(chart: ChartDefinition, context: CardContext): Card {
  const body = el('div', { className: 'card-body' })
  const limited = el('span', {
    className: 'limited',
    role: 'img',
    textContent: '⚠',
    title: LIMITED,
    ariaLabel: LIMITED,
    hidden: true,
  })
  const reload = el('button', {
    type: 'button',
    className: 'quiet',
    textContent: '↻',
    title: 'Refresh',
    ariaLabel: `Refresh ${chart.title}`,
    onclick: () => void load(),
  })
  const head = el(
    'div',
    { className: 'card-head' },
    el('h2', {}, chart.title),
    el('span', { className: 'card-tools' }, UI.warnsOfRowLimit && limited, UI.hasChartControls && reload),
  )
  const root = el('section', { className: `card ${chart.kind}` }, head, body)
  root.setAttribute('aria-busy', 'true')
  let rows = chart.rows ?? ROWS
  let latest = 0

  async function load(): Promise<void> {
    const mine = ++latest
    root.setAttribute('aria-busy', 'true')
    const content = await queryChart(context.payload(chart, rows)).then(draw, (error: unknown) => [
      message(nameOf(error), 'alert'),
    ])
    // Ignore the answer to an older request.
    if (mine !== latest) return
    body.replaceChildren(...content)
    root.setAttribute('aria-busy', 'false')
  }

  function draw(data: readonly Row[]): readonly Element[] {
    const isCut = LIMITED_KINDS.has(chart.kind) && data.length >= rows
    limited.hidden = !isCut
    if (data.length === 0) return [message('No results were returned for this query')]
    const drawing = DRAW[chart.kind](data, {
      chart,
      chosen: context.chosen(chart),
      sort: context.sort(chart),
      onChoose: (column, value) => context.onChoose(chart, column, value),
      onSort: (column) => context.onSort(chart, column),
    })
    return isCut && chart.kind === 'orders' && !chart.rows ? [drawing, more()] : [drawing]
  }

  function more(): Element {
    return el('button', {
      type: 'button',
      className: 'quiet more',
      textContent: 'Show more',
      onclick: () => {
        rows += ROWS
        void load()
      },
    })
  }

  return { root, load }
}

const LIMITED = 'The row limit set for the chart was reached. The chart may show partial data.'
const LIMITED_KINDS: ReadonlySet<ChartDefinition['kind']> = new Set(['bars', 'orders'])

function message(text: string, role = 'status'): HTMLElement {
  return el('p', { className: 'message', role, textContent: text })
}

/** The names Superset has for them. */
function nameOf(error: unknown): string {
  return error instanceof HttpError && error.status === 401 ? 'Data error' : 'Network error'
}
