/** Checked by `tsc` only: what the options take with a descriptor, on every entry. */

import {
  type DashboardDescriptor,
  EmbeddedDashboard,
  type EmbeddedDashboardProps,
  type EmbedHandle,
  useEmbed,
  useGuestToken,
  usePreload,
} from 'guestpass'
import { rls, type SupersetGrant } from 'guestpass/server'
import { embedDashboard, preload } from 'guestpass/vanilla'
import { type ComponentProps, createRef, type ReactNode } from 'react'
import { consoleLog1 as code } from '../cli/generate/golden/code'
import { sales as everyKind } from '../cli/generate/golden/every-kind'
import { sales } from '../helpers/sales-descriptor'

type Is<Actual, Expected> = [Actual, Expected] extends [Expected, Actual] ? true : false
const holds = <Claim extends true>(claim?: Claim) => claim

/** What the generator writes is a descriptor. */
export const generated: readonly DashboardDescriptor[] = [sales, everyKind, code]

export const right: readonly ReactNode[] = [
  <EmbeddedDashboard key={1} id="x" activeTab="TAB-a" nativeFilters={{ 'NATIVE_FILTER-a': ['USA'] }} />,
  <EmbeddedDashboard
    key={2}
    dashboard={sales}
    filters={{ Country: ['USA', null], 'Order Quantity': [1, 50], Ordered: 'Last month', Product: ['Car'] }}
    activeTab="Exploratory"
    onSelect={({ chart, values }) => {
      holds<Is<typeof chart, 'Revenue by country' | 'Revenue by line' | null>>()
      return chart === 'Revenue by line' && values.line
    }}
    ref={createRef<EmbedHandle>()}
    className="wide"
    supersetDomain="https://bi.example.com"
    themeMode="dark"
    view={{ tab: 'TAB-a' }}
  />,
  <EmbeddedDashboard key={3} dashboard={sales} filters={{ Country: null, 'Order Quantity': [null, 50] }} />,
  <EmbeddedDashboard
    key={4}
    dashboard={everyKind}
    filters={{
      Grain: 'P1M',
      'Time column': 'ordered_on',
      'Map area': { extraFormData: {} },
      'Everywhere except': ['USA'],
    }}
    activeTab="Details / By month"
  />,
  <EmbeddedDashboard
    key={5}
    dashboard={sales}
    filters={undefined}
    activeTab={undefined}
    onSelect={undefined}
  />,
]

/** A descriptor whose names are not known to the compiler. */
export function Any({ dashboard }: { readonly dashboard: DashboardDescriptor }) {
  return <EmbeddedDashboard dashboard={dashboard} filters={{ Country: ['USA'] }} activeTab="Overview" />
}

/** One of two descriptors: the names that both have. */
export function Either({ dashboard }: { readonly dashboard: typeof sales | typeof everyKind }) {
  return <EmbeddedDashboard dashboard={dashboard} filters={{ Country: ['USA'] }} />
}

/** The props of the component allow both ways, as before there were descriptors. */
export const props: readonly ComponentProps<typeof EmbeddedDashboard>[] = [
  { id: 'x', nativeFilters: { 'NATIVE_FILTER-a': ['USA'] } },
  { id: 'x', variables: { country: 'USA' } },
  { dashboard: sales, filters: { Country: ['USA'] } },
]

/** A component around it passes the props on. */
export function AroundById(given: EmbeddedDashboardProps) {
  return <EmbeddedDashboard {...given} />
}

export function Around(given: EmbeddedDashboardProps<typeof sales>) {
  return <EmbeddedDashboard {...given} />
}

export function useEverything() {
  useEmbed({ dashboard: sales, filters: { Country: ['USA'] }, activeTab: 'Overview' })
  useGuestToken(sales)
  usePreload({ dashboard: sales, filters: { Country: ['USA'] }, activeTab: 'Overview' })
  preload({ dashboard: sales, activeTab: 'Overview' })
  embedDashboard({ mountPoint: null, dashboard: sales, onSelect: ({ chart }) => chart === 'Revenue by line' })
}

export const grant: SupersetGrant = {
  viewer: 'ana',
  dashboards: [sales, 'another'],
  rls: [
    {
      clause: rls('postgresql').eq('organisation_id', 7),
      datasets: [sales.datasets.orders, sales.datasets.returns, 12],
    },
  ],
}
