import { embedDashboard } from '@superset-ui/embedded-sdk'
import { useEffect, useRef } from 'react'
import type { EmbedProps } from './embed-props'

export function WithSdk({ id, title, supersetDomain, fetch }: EmbedProps) {
  const element = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const mountPoint = document.createElement('div')
    element.current?.append(mountPoint)

    async function fetchGuestToken() {
      const response = await fetch('/guest-token', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ dashboards: [id] }),
      })
      if (!response.ok) throw new Error(`No token: ${response.status}`)
      return (await response.json()).tokens[0].token
    }

    const embedding = embedDashboard({
      id,
      supersetDomain,
      mountPoint,
      fetchGuestToken,
      iframeTitle: title,
      dashboardUiConfig: { hideTitle: true, filters: { visible: false } },
    })
    embedding.then((dashboard) => dashboard.setThemeMode('system')).catch(console.error)
    return () => {
      embedding.then((dashboard) => dashboard.unmount()).catch(() => {})
      mountPoint.remove()
    }
  }, [id, title, supersetDomain, fetch])

  return <div ref={element} className="sdk-frame" />
}
