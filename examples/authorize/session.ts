/** STAND-IN for the app's own sign-in and database: finds the user who is signed in, with the data of their account. */

import type { Request } from 'express'

export interface User {
  readonly id: string
  readonly firstName: string
  readonly lastName: string
  /** Numbers of the app's own database: they are safe to write into a clause as they are. */
  readonly salesRepId: number
  readonly organisationId: number
  readonly roles: readonly ('sales' | 'finance')[]
}

const USERS: Readonly<Record<string, User>> = {
  ana: {
    id: 'ana',
    firstName: 'Ana',
    lastName: 'Bell',
    salesRepId: 41,
    organisationId: 7,
    roles: ['sales', 'finance'],
  },
  bob: { id: 'bob', firstName: 'Bob', lastName: 'Cole', salesRepId: 42, organisationId: 7, roles: ['sales'] },
}

/** The cookie is not called `session`: Superset's own cookie has that name, and would replace it on the same host. */
export function currentUser(request: Request): User | undefined {
  const id = /(?:^|; )app_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
  return Object.hasOwn(USERS, id) ? USERS[id] : undefined
}

/** The embed ids of the app's dashboards. */
export const DASHBOARDS = {
  sales: '5a1e5da5-0b0a-4d1e-8f0e-2f6f0d5b7b01',
  finance: '5a1e5da5-0b0a-4d1e-8f0e-2f6f0d5b7b02',
  status: '5a1e5da5-0b0a-4d1e-8f0e-2f6f0d5b7b03',
} as const

/** The number of Superset's dataset of orders: it stands in the address of the dataset's page. */
export const ORDERS_DATASET = 12
