import { type DashboardView, EmbeddedDashboard, type NamedSelection, type NameOf, useRows } from 'guestpass'
import { useState } from 'react'
import { Bars } from '../bars'
import { sales } from '../dashboards'
import { Kept } from '../kept'
import { LastClick } from '../last-click'
import type { Queries } from '../queries'
import { TabSwitcher } from '../tab-switcher'

export function TabsFiltersClicks() {
  const [activeTab, openTab] = useState<NameOf<typeof sales.tabs>>()
  const [country, setCountry] = useState<string | null>(null)
  const [click, setClick] = useState<NamedSelection>()
  const [view, setView] = useState<DashboardView>()
  const { rows } = useRows<Queries['countries']>('countries')

  return (
    <>
      <EmbeddedDashboard
        dashboard={sales}
        title={`${sales.title}, with controls of the app`}
        height="100%"
        loading="lazy"
        themeMode="system"
        dashboardUiConfig={{ filters: { expanded: false } }}
        activeTab={activeTab}
        filters={{ Country: country === null ? null : [country] }}
        onSelect={setClick}
        onViewChange={setView}
      />
      <aside>
        <TabSwitcher tabs={sales.tabs} openId={view?.tab} onOpen={openTab} />
        <Bars rows={rows} chosen={country} onChoose={setCountry} />
        <LastClick selection={click} />
        <Kept view={view} />
      </aside>
    </>
  )
}
