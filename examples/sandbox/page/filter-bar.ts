/** The native filters of a dashboard. A choice in the bar takes effect when it is applied. */

import { el } from '../../../src/testing/dom'
import type { NativeFilterDefinition } from '../dashboards'
import { queryValues } from './api'
import { choose, chosenIn, type DataMask, type DataMaskEntry } from './data-mask'
import { UI } from './ui'

export interface FilterBar {
  readonly root: HTMLElement
  /** Shows the values of the mask, whether the viewer or the host changed it. */
  show(mask: DataMask): void
}

export function openFilterBar(
  filters: readonly NativeFilterDefinition[],
  onApply: (entries: readonly DataMaskEntry[]) => void,
): FilterBar {
  const apply = el('button', { type: 'button', className: 'apply', textContent: 'Apply filters' })
  const clear = el('button', { type: 'button', className: 'quiet', textContent: 'Clear all' })
  const controls = filters.map((filter) => openSelect(filter, () => update()))
  const toggle = el('button', { type: 'button', className: 'quiet toggle', title: 'Filters' })
  const body = el(
    'div',
    { className: 'filters-body' },
    ...controls.map(({ root }) => root),
    el('div', { className: 'filters-foot' }, apply, clear),
  )
  const head = el('div', { className: 'filters-head' }, el('h2', {}, 'Filters and controls'), toggle)
  const root = el('aside', { className: 'filters', ariaLabel: 'Filters and controls' }, head, body)
  let applied: DataMask = {}
  let isExpanded: boolean = UI.expandsFilters

  const entries = () =>
    controls.map(({ filter, chosen }) => choose(filter.id, filter.column, [...chosen].sort()))
  const isChanged = () =>
    controls.some(
      ({ filter, chosen }) =>
        chosen.size !== chosenIn(applied, filter.id).length ||
        chosenIn(applied, filter.id).some((value) => !chosen.has(value)),
    )

  function update(): void {
    apply.disabled = !isChanged()
    clear.disabled = controls.every(({ chosen }) => chosen.size === 0)
    root.classList.toggle('collapsed', !isExpanded)
    toggle.ariaExpanded = String(isExpanded)
    toggle.ariaLabel = isExpanded ? 'Hide the filters' : 'Show the filters'
    toggle.textContent = isExpanded ? '⇤' : '⇥'
  }

  apply.onclick = () => onApply(entries())
  clear.onclick = () => {
    for (const { set } of controls) set([])
    onApply(entries())
  }
  toggle.onclick = () => {
    isExpanded = !isExpanded
    update()
  }
  return {
    root,
    show(mask) {
      applied = mask
      for (const { filter, set } of controls) set(chosenIn(mask, filter.id))
      update()
    },
  }
}

interface Select {
  readonly root: HTMLElement
  readonly filter: NativeFilterDefinition
  readonly chosen: ReadonlySet<string>
  set(values: readonly string[]): void
}

/** A list that folds out: any of its values may be chosen, none means all. */
function openSelect(filter: NativeFilterDefinition, onChange: () => void): Select {
  const summary = el('summary', { ariaLabel: filter.name })
  const list = el('ul', { className: 'options' })
  const details = el('details', { className: 'select' }, summary, list)
  const chosen = new Set<string>()
  let options: readonly string[] = []

  function draw(): void {
    drawSummary()
    const chosenFirst = [...chosen].sort().concat(options.filter((value) => !chosen.has(value)))
    const items = chosenFirst.map((value) => {
      const box = el('input', { type: 'checkbox', checked: chosen.has(value) })
      box.onchange = () => {
        if (box.checked) chosen.add(value)
        else chosen.delete(value)
        drawSummary()
        onChange()
      }
      return el('li', {}, el('label', {}, box, value))
    })
    list.replaceChildren(...items)
  }

  function drawSummary(): void {
    const text =
      chosen.size > 0
        ? [...chosen].sort().join(', ')
        : options.length === 1
          ? '1 option'
          : `${options.length} options`
    summary.replaceChildren(
      el('span', { className: chosen.size > 0 ? '' : 'placeholder', textContent: text }),
    )
  }

  details.onkeydown = ({ key }) => {
    if (key !== 'Escape') return
    details.open = false
    summary.focus()
  }
  addEventListener('pointerdown', ({ target }) => {
    if (!details.contains(target as Node)) details.open = false
  })
  draw()
  // Asked for as the viewer: they may choose from what their rows hold.
  queryValues(filter.id).then(
    (values) => {
      options = values
      draw()
    },
    () => {},
  )
  return {
    root: el('div', { className: 'filter' }, el('span', { className: 'filter-name' }, filter.name), details),
    filter,
    chosen,
    set(values) {
      chosen.clear()
      for (const value of values) chosen.add(value)
      draw()
    },
  }
}
