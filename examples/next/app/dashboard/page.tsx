import { EmbeddedDashboard } from 'guestpass'

// The id comes from the environment the server runs in, not the one it was built in.
export const dynamic = 'force-dynamic'

export default function DashboardPage() {
  return <EmbeddedDashboard id={process.env.DASHBOARD_ID ?? ''} />
}
