/** What `<guestpass-dashboard>` takes in JSX, as React 19 sets it, and what the compiler refuses. */

import type { DashboardEvents, GuestpassDashboardElement } from 'guestpass/element'
import type {} from 'guestpass/element/react'
import { createRef } from 'react'
import { sales } from '../helpers/sales-descriptor'

const ref = createRef<GuestpassDashboardElement>()

export const accepted = [
  <guestpass-dashboard key={1} embed-id="one" frame-title="Sales" token-url="/token" height="400" />,
  <guestpass-dashboard key={2} ref={ref} dashboard={sales} filters={{ Country: ['USA'] }} height={400} />,
  <guestpass-dashboard
    key={3}
    embedId="one"
    theme-mode="dark"
    themeConfig={{ theme_default: {} }}
    onready={({ detail }) => detail satisfies null}
    onerror={({ detail }) => detail.code}
    onselect={(event) => event satisfies DashboardEvents['select']}
    className="dashboard"
  />,
]

export const refused = [
  // @ts-expect-error a number of seconds is not a way of loading
  <guestpass-dashboard key={1} embed-id="one" loading={5} />,
  // @ts-expect-error a word that is not a mode of the theme
  <guestpass-dashboard key={2} embed-id="one" theme-mode="night" />,
  // @ts-expect-error filters are an object
  <guestpass-dashboard key={3} dashboard={sales} filters="Country" />,
  // @ts-expect-error a dashboard of another form
  <guestpass-dashboard key={4} dashboard={{ id: 'one' }} />,
  // @ts-expect-error an event that does not exist
  <guestpass-dashboard key={5} embed-id="one" onloaded={() => {}} />,
  // @ts-expect-error the detail of another event
  <guestpass-dashboard key={6} embed-id="one" onerror={({ detail }) => detail.chart} />,
]

export function listen(element: GuestpassDashboardElement): void {
  const onError = ({ detail }: DashboardEvents['error']) => detail.code
  element.addEventListener('error', onError)
  element.removeEventListener('error', onError)
  element.addEventListener('viewchange', ({ detail }) => detail.tab)
  element.addEventListener('click', ({ detail }) => detail)
  // @ts-expect-error the detail of another event
  element.addEventListener('viewchange', ({ detail }) => detail.code)
  // @ts-expect-error an object in place of the embed id
  element.embedId = sales
}
