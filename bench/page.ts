import { embedDashboard as embedWithSdk } from '@superset-ui/embedded-sdk'
import { embedDashboard } from 'guestpass/vanilla'

export interface MountOptions {
  readonly peer: 'guestpass' | 'sdk'
  readonly id: string
  readonly supersetDomain: string
}

declare global {
  interface Window {
    mount(options: MountOptions): number
  }
}

const mountPoint = document.getElementById('mount') as HTMLElement

/** Mounts a dashboard as the peer's own README does, and returns when. */
window.mount = ({ peer, id, supersetDomain }) => {
  const mountedAtMs = Date.now()
  if (peer === 'guestpass') void embedDashboard({ id, supersetDomain, mountPoint })
  else void embedWithSdk({ id, supersetDomain, mountPoint, fetchGuestToken: () => fetchGuestToken(id) })
  return mountedAtMs
}

async function fetchGuestToken(id: string): Promise<string> {
  const response = await fetch('/guest-token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ dashboards: [id] }),
  })
  const { tokens } = await response.json()
  return tokens[0].token
}
