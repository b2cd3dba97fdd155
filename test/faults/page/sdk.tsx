import { embedDashboard } from '@superset-ui/embedded-sdk'
import { useEffect, useRef } from 'react'
import { type Contestant, callOn, type MountOptions, type Report } from './contestant.ts'
import { mountInReact } from './react-app.tsx'

/** The official SDK as its own README, and the apps that use it, do. */
export const sdk: Contestant = {
  mount(element, options, report) {
    if (!options.isReact) return mountPlain(element, options, report)
    return mountInReact(element, options, (shown) => <Dashboard options={shown} report={report} />)
  },
}

function mountPlain(
  mountPoint: HTMLElement,
  { id, supersetDomain, fetchGuestToken = () => fetchToken(id) }: MountOptions,
  report: Report,
) {
  const dashboard = embedDashboard({ id, supersetDomain, mountPoint, fetchGuestToken })
  // The SDK has no event for a dashboard that shows something: an app only sees that the promise resolved.
  dashboard.then(report.ready, (error) => report.failed(String(error)))
  return {
    call: async (method: string, args?: unknown) => callOn(await dashboard, method, args),
    unmount: () =>
      void dashboard.then(
        ({ unmount }) => unmount(),
        () => {},
      ),
  }
}

function Dashboard({ options, report }: { readonly options: MountOptions; readonly report: Report }) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    return element.current ? mountPlain(element.current, options, report).unmount : undefined
  }, [options, report])
  return <div ref={element} style={{ height: '100%' }} />
}

async function fetchToken(id: string): Promise<string> {
  const response = await fetch('/guest-token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ dashboards: [id] }),
  })
  if (!response.ok) throw new Error(`The token route answered ${response.status}.`)
  const answer = await response.json()
  return typeof answer === 'string' ? answer : answer.tokens[0].token
}
