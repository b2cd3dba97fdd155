import { embedDashboard as embedWithSdk } from '@superset-ui/embedded-sdk'
import { embedDashboard, preload } from 'guestpass/vanilla'

export interface MountOptions {
  readonly peer: 'guestpass' | 'preloaded' | 'sdk'
  readonly id: string
  readonly supersetDomain: string
}

declare global {
  interface Window {
    /** Resolves when the page of a dashboard that is going to be mounted has loaded. */
    preload(options: MountOptions): Promise<void>
    mount(options: MountOptions): number
  }
}

const mountPoint = document.getElementById('mount') as HTMLElement

/** Mounts a dashboard as the peer's own README does, and returns when. */
window.mount = ({ peer, id, supersetDomain }) => {
  const mountedAtMs = Date.now()
  if (peer !== 'sdk') void embedDashboard({ id, supersetDomain, mountPoint })
  else void embedWithSdk({ id, supersetDomain, mountPoint, fetchGuestToken: () => fetchGuestToken(id) })
  return mountedAtMs
}

window.preload = async ({ id, supersetDomain }) => {
  preload({ id, supersetDomain })
  await new Promise((resolve) => document.querySelector('iframe')?.addEventListener('load', resolve))
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
