/** The panel beside the charts. A viewer chooses a country in it, and can collapse it. */

import { el } from '../../dom'

export interface FilterPanel {
  readonly root: HTMLElement
  /** Draws the panel with these countries. `chosen` is `undefined` when the viewer has not chosen a country. */
  draw(countries: readonly string[], chosen: string | undefined): void
}

/** @param onChoose receives the country, or `undefined` for all countries */
export function createFilterPanel(
  isExpandedAtFirst: boolean,
  onChoose: (country: string | undefined) => void,
): FilterPanel {
  const root = el('aside', { className: 'filters', ariaLabel: 'Filters' })
  let isExpanded = isExpandedAtFirst

  function draw(countries: readonly string[], chosen: string | undefined): void {
    const toggle = el('button', {
      type: 'button',
      className: 'quiet',
      textContent: isExpanded ? '⇤' : '⇥',
      ariaLabel: isExpanded ? 'Hide the filters' : 'Show the filters',
      onclick() {
        isExpanded = !isExpanded
        draw(countries, chosen)
      },
    })
    root.classList.toggle('collapsed', !isExpanded)
    root.replaceChildren(
      el('div', { className: 'head' }, isExpanded && el('h2', {}, 'Filters and controls'), toggle),
      ...(isExpanded ? [el('label', {}, 'Country', drawSelect(countries, chosen, onChoose))] : []),
    )
  }

  return { root, draw }
}

function drawSelect(
  countries: readonly string[],
  chosen: string | undefined,
  onChoose: (country: string | undefined) => void,
): HTMLElement {
  const select = el(
    'select',
    { onchange: () => onChoose(select.value || undefined) },
    el('option', { value: '', textContent: 'All' }),
    ...countries.map((country) =>
      el('option', { value: country, textContent: country, selected: country === chosen }),
    ),
  )
  return select
}
