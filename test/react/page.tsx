import { cleanup, render, waitFor } from '@testing-library/react'
import { GuestpassProvider } from 'guestpass'
import { createFakeSuperset, type FakeSuperset } from 'guestpass/testing'
import type { ReactNode } from 'react'
import { expect } from 'vitest'

/** The embed id of the dashboard in these tests. */
export const ID = '7d25f551-9c5a-4d1e-8f0e-2f6f0d5b7b0a'

/** A Superset and a token route in the test's own page. */
export interface TestPage {
  readonly superset: FakeSuperset
  /** Renders below a provider that is connected to the fake. */
  show(ui: ReactNode): void
  frames(): readonly HTMLIFrameElement[]
  /** The elements of the components, in the order of the page. */
  dashboards(): readonly HTMLElement[]
  /** Waits until the first component has this state. */
  waitForState(state: string): Promise<void>
  close(): void
}

export function openTestPage({ viewer }: { readonly viewer?: string } = {}): TestPage {
  const superset = createFakeSuperset()
  if (viewer) superset.route.signIn(viewer)
  const { tokenUrl, route } = superset
  const wrapper = ({ children }: { readonly children?: ReactNode }) => (
    <GuestpassProvider tokenUrl={tokenUrl} fetch={route.fetch} viewer={viewer}>
      {children}
    </GuestpassProvider>
  )
  const rendered = render(null, { wrapper })
  const all = <E extends HTMLElement>(selector: string) => [...document.querySelectorAll<E>(selector)]
  return {
    superset,
    show: (ui) => rendered.rerender(ui),
    frames: () => all('iframe'),
    dashboards: () => all('[data-part=dashboard]'),
    async waitForState(state) {
      await waitFor(() => expect(all('[data-state]')[0]?.dataset.state).toBe(state), { timeout: 20_000 })
    },
    close() {
      cleanup()
      superset.stop()
    },
  }
}

// Before a test installs a clock.
const startRealTimer = setTimeout

/** Waits until all work that started in this turn is done: 50 ms of real time, also when the time of the page passes fast. */
export const settle = () => new Promise<void>((resolve) => void startRealTimer(resolve, 50))
