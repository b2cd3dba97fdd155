import { Fragment, type ReactNode, StrictMode, Suspense, use } from 'react'
import { createRoot } from 'react-dom/client'
import type { Mounted, MountOptions } from './contestant.ts'

/** Renders a dashboard as an app of today does: in StrictMode, with a sibling that may suspend. */
export function mountInReact(
  element: HTMLElement,
  options: MountOptions,
  dashboardOf: (options: MountOptions) => ReactNode,
): Mounted {
  const root = createRoot(element)
  const Mode = options.isLenient ? Fragment : StrictMode
  let shown = options
  let loading: Promise<void> | undefined

  function render(): void {
    root.render(
      <Mode>
        <Suspense fallback={<p>The app loads a part.</p>}>
          {dashboardOf(shown)}
          <Sibling loading={loading} />
        </Suspense>
      </Mode>,
    )
  }

  render()
  return {
    call: async () => {
      throw new Error('Calls are tried without React.')
    },
    unmount: () => root.unmount(),
    change(next) {
      shown = { ...shown, ...next }
      render()
    },
    async suspend(durationMs) {
      loading = new Promise((resolve) => setTimeout(resolve, durationMs))
      render()
      await loading
    },
  }
}

function Sibling({ loading }: { readonly loading: Promise<void> | undefined }) {
  if (loading) use(loading)
  return null
}
