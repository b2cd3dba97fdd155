import { EmbeddedDashboard } from 'guestpass'
import { sales } from '../dashboards'

export function WithGuestpass({ onSessionEnded }: { onSessionEnded(): void }) {
  return (
    <EmbeddedDashboard
      dashboard={sales}
      title={sales.title}
      height="100%"
      themeMode="system"
      dashboardUiConfig={{ hideTitle: true, filters: { visible: false } }}
      onSessionEnded={onSessionEnded}
    />
  )
}
