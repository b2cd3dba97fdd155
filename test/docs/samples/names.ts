/**
 * Samples show what matters, and leave out what every reader has. What they leave out is declared here, once; the names that
 * guestpass exports, and those of `PACKAGES` in compile.ts, need no import in a sample either.
 */

import type { ReactNode } from 'react'
import type { FakeSuperset } from '../../../src/testing/index'
import type { EmbeddedDashboard } from '../../../src/vanilla/index'

export interface User {
  readonly id: string
  readonly orgId: number
  readonly dashboards: readonly string[]
  readonly embeddables: readonly string[]
}

declare global {
  // biome-ignore-start lint/suspicious/noExplicitAny: a part that is left out may be anything
  /** `{ … }` in a sample. */
  const elided: any
  const session: any
  const log: any
  /** The plugin of Vite, which no test needs. */
  const vue: any
  // biome-ignore-end lint/suspicious/noExplicitAny: as above
}

declare global {
  /** Who is signed in. */
  const user: User
  const currentUser: (request: unknown) => User | undefined
  const request: Request
  const app: import('express').Express
  const issuer: import('../../../src/server/index').Issuer<import('../../../src/server/index').SupersetGrant>
  const authorizeVisitor: typeof authorize
  const onMint: () => void
  const onDenied: () => void
  const onError: () => void
  const prometheusHooks: typeof import('../../../examples/operating/prometheus').prometheusHooks
  const registry: import('prom-client').Registry
  const authorize: () => import('../../../src/server/index').SupersetGrant | null
  const sql: import('../../../src/server/index').RlsBuilder
  const dashboard: EmbeddedDashboard
  const embed: import('../../../src/index').UseEmbed

  const url: string
  const secret: string
  const audience: string
  const username: string
  const password: string
  const privateKey: string
  const keyId: string
  const token: string
  const accessToken: string
  const id: string
  const mountPoint: HTMLElement
  const model: string

  const children: ReactNode
  const Spinner: () => ReactNode
  const Problem: (props: { text: string; onRetry: () => void }) => ReactNode
  const SignIn: (props: { text: string }) => ReactNode
  const SalesPage: () => ReactNode
  const App: (props: { viewer: string }) => ReactNode
  const profiles: readonly import('../../../src/preview/index').Profile[]
  const signIn: () => void
  const report: (error: Error) => void
  const setVariables: (variables: object) => void
  const setTabs: (tabs: readonly string[]) => void
}

declare global {
  interface Window {
    superset: FakeSuperset
  }
}
