import { useRows } from 'guestpass'
import { money } from './money'
import type { Queries } from './queries'
import type { Person } from './use-session'

/** A number of the page itself. It is in no frame: the viewer's rows, by the same token route. */
export function Headline({ viewer, isOver }: { readonly viewer: Person; readonly isOver: boolean }) {
  const { rows, error } = useRows<Queries['revenue']>(isOver ? null : 'revenue')
  const revenue = rows?.[0]?.revenue
  return (
    <p className="headline">
      <span>{viewer.name}’s revenue</span>
      <b data-testid="headline">{error || isOver ? '–' : revenue == null ? '…' : money(Number(revenue))}</b>
      <code>useRows('revenue')</code>
    </p>
  )
}
