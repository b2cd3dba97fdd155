'use client'

import { GuestpassProvider } from 'guestpass'
import type { ReactNode } from 'react'

interface ProvidersProps {
  readonly viewer: string | undefined
  readonly supersetDomain: string | undefined
  readonly children: ReactNode
}

export function Providers({ viewer, supersetDomain, children }: ProvidersProps) {
  return (
    <GuestpassProvider viewer={viewer} supersetDomain={supersetDomain}>
      {children}
    </GuestpassProvider>
  )
}
