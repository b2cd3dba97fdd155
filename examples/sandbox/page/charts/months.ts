import { el, svg } from '../../../../src/testing/dom'
import type { Row } from '../api'
import { money, month } from '../format'
import type { Draw } from './drawing'

const WIDTH = 600
const HEIGHT = 200

/** An area over the months. The drawing stretches with its box and the text does not, so they are apart. */
export const drawMonths: Draw = (rows) => {
  const top = niceTop(Math.max(...rows.map(({ value }) => Number(value))))
  const points = rows.map((row, index): readonly [number, number] => [
    rows.length > 1 ? (WIDTH * index) / (rows.length - 1) : WIDTH / 2,
    HEIGHT * (1 - Number(row.value) / top),
  ])
  const line = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
  const [first = [0, 0], last = [WIDTH, 0]] = [points.at(0), points.at(-1)]
  const drawing = svg(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': summary(rows),
    },
    ...[0, 0.5, 1].map((share) =>
      svg('line', { class: 'rule', x1: 0, x2: WIDTH, y1: HEIGHT * share, y2: HEIGHT * share }),
    ),
    svg('polygon', { class: 'area', points: `${first[0]},${HEIGHT} ${line} ${last[0]},${HEIGHT}` }),
    svg('polyline', { class: 'line', points: line }),
    ...points.map(([x], index) => hover(x, WIDTH / rows.length, rows[index] as Row)),
  )
  const scale = [top, top / 2, 0].map((value) => el('span', { textContent: value ? money(value) : '0' }))
  const marks = [rows.at(0), rows[Math.floor(rows.length / 2)], rows.at(-1)]
  return el(
    'div',
    { className: 'months-chart' },
    el('div', { className: 'scale', ariaHidden: 'true' }, ...scale),
    el('div', { className: 'plot' }, drawing),
    el(
      'div',
      { className: 'axis', ariaHidden: 'true' },
      ...[...new Set(marks)].map((row) => el('span', { textContent: month(String(row?.label)) })),
    ),
  )
}

/** An unseen column over each month, for the browser's own tooltip. */
function hover(x: number, width: number, { label, value }: Row): SVGElement {
  const text = `${month(String(label))}: ${money(Number(value))}`
  return svg(
    'rect',
    { class: 'hover', x: x - width / 2, y: 0, width, height: HEIGHT },
    svg('title', {}, text),
  )
}

function summary(rows: readonly Row[]): string {
  const best = rows.reduce((one, other) => (Number(other.value) > Number(one.value) ? other : one))
  return `${rows.length} months; the best is ${month(String(best.label))} with ${money(Number(best.value))}`
}

/** The next round number, so that the scale reads well. */
function niceTop(most: number): number {
  const unit = 10 ** Math.floor(Math.log10(most))
  return ([1, 2, 4, 6, 8].find((step) => step * unit >= most) ?? 10) * unit
}
