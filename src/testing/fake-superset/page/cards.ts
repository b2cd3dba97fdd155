/** The charts of a tab, each in a card. */

import { el, svg } from '../../dom'
import { chosenIn, type DataMask, isLetThrough } from './data-mask'
import { money, type Sale, type Total, totalOf, totalsBy } from './sales'
import type { Tab } from './tabs'

export interface CardContext {
  /** The rows that the viewer may see. */
  readonly rows: readonly Sale[]
  readonly dataMask: DataMask
  /** `undefined` hides the button of each card. */
  readonly onRefresh: (() => void) | undefined
  onChoose(chart: '3' | '4', value: string): void
}

export function drawCards(tab: Tab, context: CardContext): readonly HTMLElement[] {
  const { rows, dataMask } = context
  const rowsOf = (chart: number) => rows.filter((row) => isLetThrough(row, dataMask, chart))
  const number = (title: string, value: string) => card('number', title, el('p', {}, value))
  const bars = (chart: '3' | '4', column: 'country' | 'line') =>
    drawBars(totalsBy(column, rowsOf(Number(chart))), chosenIn(dataMask, chart), (value) =>
      context.onChoose(chart, value),
    )

  function card(kind: string, title: string, body: Element): HTMLElement {
    const refresh = el('button', { type: 'button', className: 'quiet', textContent: '↻' })
    refresh.ariaLabel = `Refresh ${title}`
    refresh.onclick = () => context.onRefresh?.()
    const head = el('div', { className: 'head' }, el('h2', {}, title), context.onRefresh && refresh)
    return el('section', { className: kind }, head, body)
  }

  if (tab.id === 'TAB-exploratory') return [card('whole', 'Revenue by product line', bars('4', 'line'))]
  const all = rowsOf(1)
  const months = totalsBy('month', all)
  return [
    number('Total Revenue', money(totalOf(all))),
    number('Best month', months.length > 0 ? monthName(best(months)) : '–'),
    number('Countries', String(totalsBy('country', all).length)),
    card('wide', 'Revenue by month', drawMonths(months)),
    card('side', 'Revenue by country', bars('3', 'country')),
  ]
}

/** Bars that are buttons. A click filters the dashboard by the value of the bar. A second click removes the filter. */
function drawBars(
  totals: readonly Total[],
  chosen: string | undefined,
  onChoose: (label: string) => void,
): Element {
  const most = Math.max(...totals.map(({ amount }) => amount))
  const bars = totals.map(({ label, amount }) => {
    const fill = el('span', { className: 'fill' })
    fill.style.width = `${(100 * amount) / most}%`
    const button = el(
      'button',
      { type: 'button', className: 'bar', onclick: () => onChoose(label) },
      el('span', {}, label),
      el('span', {}, fill),
      el('b', {}, money(amount)),
    )
    button.ariaPressed = String(label === chosen)
    return el('li', {}, button)
  })
  return el('ul', { className: chosen === undefined ? '' : 'chosen' }, ...bars)
}

const WIDTH = 600
const HEIGHT = 200

function drawMonths(months: readonly Total[]): Element {
  const most = Math.max(...months.map(({ amount }) => amount))
  const points = months.map(({ amount }, index) => [
    (WIDTH * index) / Math.max(1, months.length - 1),
    HEIGHT * (1 - amount / (most * 1.1)),
  ])
  const line = points.map((point) => point.map((value) => value?.toFixed(1)).join()).join(' ')
  const rule = (y: number) => svg('line', { x1: 0, x2: WIDTH, y1: y, y2: y })
  const label =
    months.length > 0 ? `${months.length} months; the best is ${monthName(best(months))}` : 'No rows'
  const drawing = svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
    ...[0, HEIGHT / 2, HEIGHT].map(rule),
    svg('polygon', { points: `0,${HEIGHT} ${line} ${WIDTH},${HEIGHT}` }),
    svg('polyline', { points: line }),
  )
  const ends = [months.at(0), months.at(-1)].map((month) =>
    el('span', {}, month ? monthName(month.label) : ''),
  )
  return el('div', {}, drawing, el('div', { className: 'axis', ariaHidden: 'true' }, ...ends))
}

const best = (totals: readonly Total[]) =>
  totals.reduce((most, total) => (total.amount > most.amount ? total : most)).label

function monthName(month: string): string {
  return new Date(`${month}-01T00:00:00Z`).toLocaleDateString('en', {
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
}
