import { EmbeddedDashboard, GuestpassProvider } from 'guestpass'
import type { EmbedProps } from './embed-props'

export function WithEmbeddable({ id, viewer, fetch }: Pick<EmbedProps, 'id' | 'fetch'> & { viewer: string }) {
  return (
    <GuestpassProvider tokenUrl="/embeddable-token" viewer={viewer} fetch={fetch}>
      <EmbeddedDashboard id={id} height="100%" />
    </GuestpassProvider>
  )
}
