import { EmbeddedDashboard } from 'guestpass'
import type { EmbedProps } from './embed-props'

export function WithGuestpass({ id, title, onSessionEnded }: EmbedProps) {
  return (
    <EmbeddedDashboard
      id={id}
      title={title}
      height="100%"
      themeMode="system"
      dashboardUiConfig={{ filters: { expanded: false } }}
      onSessionEnded={onSessionEnded}
    />
  )
}
