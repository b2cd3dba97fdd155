import { EmbeddedDashboard, type GuestpassError, GuestpassProvider } from 'guestpass'
import { embedDashboard } from 'guestpass/vanilla'
import { type Contestant, callOn } from './contestant.ts'
import { mountInReact } from './react-app.tsx'

export const guestpass: Contestant = {
  mount(element, { isReact, viewer, fetchGuestToken, ...options }, report) {
    const callbacks = {
      onReady: report.ready,
      onError: ({ code }: GuestpassError) => report.failed(code),
      onSessionEnded: report.ended,
    }
    if (isReact) {
      return mountInReact(element, options, ({ isFitted, isLazy, isLenient: _, ...shown }) => (
        <GuestpassProvider {...(viewer && { viewer })}>
          <EmbeddedDashboard
            {...shown}
            {...callbacks}
            height={isFitted ? 'content' : '100%'}
            loading={isLazy ? 'lazy' : 'eager'}
          />
        </GuestpassProvider>
      ))
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
