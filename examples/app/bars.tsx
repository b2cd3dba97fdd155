import { money } from './money'

interface BarsProps {
  readonly rows: readonly { readonly country: unknown; readonly revenue: unknown }[] | undefined
  readonly chosen: string | null
  onChoose(country: string | null): void
}

/** Rows in the app's own design. A click filters the dashboard. */
export function Bars({ rows = [], chosen, onChoose }: BarsProps) {
  const most = Math.max(...rows.map(({ revenue }) => Number(revenue)))
  return (
    <section aria-labelledby="rows-of-app">
      <h3 id="rows-of-app">
        Rows <code>useRows</code> and a filter <code>filters</code>
      </h3>
      <ul className="bars">
        {rows.map(({ country, revenue }) => {
          const name = String(country)
          const isChosen = name === chosen
          return (
            <li key={name}>
              <button type="button" aria-pressed={isChosen} onClick={() => onChoose(isChosen ? null : name)}>
                <span>{name}</span>
                <i style={{ width: `${(100 * Number(revenue)) / most}%` }} />
                <b>{money(Number(revenue))}</b>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
