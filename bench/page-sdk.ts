/** The page of the official SDK. */

import { embedDashboard } from '@superset-ui/embedded-sdk'
import { mountInColumns } from './mount-in-columns.ts'
import type { ManyOptions, MountOptions } from './mount-options.ts'

const mountPoint = document.getElementById('mount') as HTMLElement

window.mount = ({ id, supersetDomain }: MountOptions) => {
  const mountedAtMs = Date.now()
  void embedDashboard({ id, supersetDomain, mountPoint, fetchGuestToken: () => fetchGuestToken(id) })
  return mountedAtMs
}

window.mountMany = ({ ids, supersetDomain }: ManyOptions) =>
  mountInColumns(ids, (id, element) => {
    const target = { id, supersetDomain, mountPoint: element }
    void embedDashboard({ ...target, fetchGuestToken: () => fetchGuestToken(id) })
  })

async function fetchGuestToken(id: string): Promise<string> {
  const response = await fetch('/guest-token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ dashboards: [id] }),
  })
  const { tokens } = await response.json()
  return tokens[0].token
}
