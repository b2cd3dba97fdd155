import { EmbeddedDashboard, GuestpassProvider } from 'guestpass'
import { useIsDark } from '../use-is-dark'
import type { EmbedProps } from './embed-props'

export function WithEmbeddable({ id, viewer, fetch }: Pick<EmbedProps, 'id' | 'fetch'> & { viewer: string }) {
  const theme = useIsDark() ? 'dark' : 'light'
  return (
    <GuestpassProvider tokenUrl="/embeddable-token" viewer={viewer} fetch={fetch}>
      <EmbeddedDashboard id={id} height="100%" clientContext={{ theme }} />
    </GuestpassProvider>
  )
}
