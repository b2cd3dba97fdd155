import type { NamedSelection } from 'guestpass'

/** The last click into a chart, as the app received it. */
export function LastClick({ selection }: { readonly selection: NamedSelection | undefined }) {
  return (
    <section aria-labelledby="click">
      <h3 id="click">
        Clicks <code>onSelect</code>
      </h3>
      <p role="status" data-testid="click">
        {selection?.chart ? textOf(selection) : 'Click into a chart.'}
      </p>
    </section>
  )
}

function textOf({ chart, values }: NamedSelection): string {
  const chosen = Object.entries(values).map(([column, list]) => `${column} is ${list.join(', ')}`)
  return `“${chart}”: ${chosen.join(' and ')}`
}
