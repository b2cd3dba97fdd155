// The oldest compiler and the oldest types of the peers; without skipLibCheck, so that ours are looked into as well.
import express, { type Request } from 'express'
import {
  EmbeddedDashboard,
  type EmbedHandle,
  GuestpassError,
  GuestpassProvider,
  useGuestToken,
} from 'guestpass'
import 'guestpass/element'
import type {} from 'guestpass/element/react'
import { guestTokens } from 'guestpass/express'
import { previewSecurityContext } from 'guestpass/preview'
import { rls, type SupersetGrant, supersetJwt } from 'guestpass/server'
import 'guestpass/styles.css'
import { createFakeSuperset } from 'guestpass/testing'
import { ViewAs } from 'guestpass/testing/react'
import { type EmbeddedDashboard as Embedded, embedDashboard } from 'guestpass/vanilla'
import { createRef, type ReactNode } from 'react'

const ref = createRef<EmbedHandle>()

export function App({ viewer }: { readonly viewer: string }): ReactNode {
  const { phase } = useGuestToken('one')
  return (
    <ViewAs profiles={['Ana']} viewer={viewer}>
      {(as) => (
        <GuestpassProvider viewer={as}>
          <EmbeddedDashboard
            id="one"
            ref={ref}
            height={400}
            onError={({ code }) => console.warn(code, phase)}
          />
        </GuestpassProvider>
      )}
    </ViewAs>
  )
}

export const element = <guestpass-dashboard embed-id="one" active-tab="TAB-one" height="400" />
document.querySelector('guestpass-dashboard')?.addEventListener('error', ({ detail }) => detail.code)

const authorize = (request: Request): SupersetGrant | null => ({
  viewer: request.ip ?? '',
  dashboards: ['one'],
  rls: [{ clause: rls('postgresql').eq('country', 'USA') }],
})
const issuer = supersetJwt({ url: 'https://bi.example.com', secret: 'x'.repeat(32), audience: 'superset' })
export const app = express().use('/guest-token', guestTokens({ issuer, authorize }))

export const dashboard: Promise<Embedded> = embedDashboard({ id: 'one', mountPoint: null })
export const { tokenUrl } = createFakeSuperset()
export const seen = await previewSecurityContext('cubes: []', {})
export const isOurs = (error: unknown): boolean => error instanceof GuestpassError
