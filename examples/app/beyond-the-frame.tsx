import { GuestpassProvider } from 'guestpass'
import { CodeSample } from './code-sample'
import { TabsFiltersClicks } from './embeds/tabs-filters-clicks'
import code from './embeds/tabs-filters-clicks.tsx?raw'
import type { Person } from './use-session'

interface BeyondTheFrameProps {
  readonly viewer: Person
  readonly fetch: typeof globalThis.fetch
  readonly isOver: boolean
}

/** A dashboard and the app's own controls around it, each by name. */
export function BeyondTheFrame({ viewer, fetch, isOver }: BeyondTheFrameProps) {
  return (
    <section aria-labelledby="beyond">
      <h2 id="beyond">The app and its dashboard, by name</h2>
      <p className="soft">
        Tabs, filters and charts have the names that they have in Superset.{' '}
        <code>npx guestpass generate</code> wrote their ids into a file, and the compiler checks the names.
      </p>
      <div className="beyond">
        {isOver ? (
          <p className="soft">Sign in again to see it.</p>
        ) : (
          <GuestpassProvider viewer={viewer.id} fetch={fetch}>
            <TabsFiltersClicks />
          </GuestpassProvider>
        )}
      </div>
      <CodeSample title="The code in use" file="tabs-filters-clicks.tsx" code={code} />
    </section>
  )
}
