import { EmbeddedDashboard } from 'guestpass'
import { SALES } from './dashboards'

export default function SalesPage() {
  return (
    <main>
      <h1>Sales</h1>
      <EmbeddedDashboard id={SALES} title="Sales figures" />
    </main>
  )
}
