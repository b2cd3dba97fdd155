import { EmbeddedDashboard, type GuestpassError, GuestpassProvider } from 'guestpass'
import { embedDashboard } from 'guestpass/vanilla'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { type Contestant, callOn } from './contestant.ts'

export const guestpass: Contestant = {
  mount(element, { isReact, viewer, fetchGuestToken, ...options }, report) {
    const callbacks = {
      onReady: report.ready,
      onError: ({ code }: GuestpassError) => report.failed(code),
      onSessionEnded: report.ended,
    }
    if (isReact) {
      const root = createRoot(element)
      root.render(
        <StrictMode>
          <GuestpassProvider {...(viewer && { viewer })}>
            <EmbeddedDashboard {...options} {...callbacks} height="100%" />
          </GuestpassProvider>
        </StrictMode>,
      )
      return {
        call: async () => {
          throw new Error('Calls are tried without React.')
        },
        unmount: () => root.unmount(),
      }
    }
    const dashboard = embedDashboard({
      ...options,
      ...callbacks,
      ...(viewer && { viewer }),
      ...(fetchGuestToken && { fetchGuestToken }),
      mountPoint: element,
    })
    dashboard.catch(({ code }) => report.failed(code))
    return {
      call: async (method, args) => callOn(await dashboard, method, args),
      unmount: () =>
        void dashboard.then(
          ({ unmount }) => unmount(),
          () => {},
        ),
    }
  },
}
