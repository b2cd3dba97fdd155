import { EmbeddedDashboard, type EmbedHandle } from 'guestpass'
import { useRef, useState } from 'react'

export const SALES = '7d25f551-9c5a-4d1e-8f0e-2f6f0d5b7b0a'

interface SalesPageProps {
  onSignIn(): void
}

/** A page as an app has it: a dashboard, what its filters are set to, and a way back in. */
export function SalesPage({ onSignIn }: SalesPageProps) {
  const dashboard = useRef<EmbedHandle>(null)
  const [isSignedOut, setSignedOut] = useState(false)
  const [countries, setCountries] = useState('all countries')

  async function readFilters() {
    const mask = await dashboard.current?.getDataMask()
    const chosen = mask?.['NATIVE_FILTER-country']?.filterState?.value
    setCountries(Array.isArray(chosen) ? chosen.join(', ') : 'all countries')
  }

  return (
    <main>
      <h1>Sales</h1>
      <p role="status">Showing {countries}</p>
      <button type="button" onClick={readFilters}>
        Read the filters
      </button>
      <EmbeddedDashboard
        ref={dashboard}
        id={SALES}
        title="Sales figures"
        nativeFilters={{ 'NATIVE_FILTER-country': ['France'] }}
        onSessionEnded={() => setSignedOut(true)}
      />
      {isSignedOut && (
        <button type="button" onClick={onSignIn}>
          Sign in again
        </button>
      )}
    </main>
  )
}
