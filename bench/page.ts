/** The page of guestpass. */

import { type EmbeddedDashboard, embedDashboard, preload } from 'guestpass/vanilla'
import { mountInColumns } from './mount-in-columns.ts'
import type { ManyOptions, MountOptions } from './mount-options.ts'

const mountPoint = document.getElementById('mount') as HTMLElement

let dashboard: Promise<EmbeddedDashboard> | undefined

let tab: string | undefined

window.mount = ({ id, supersetDomain, keepsAlive, activeTab }: MountOptions) => {
  const mountedAtMs = Date.now()
  const keepAlive = keepsAlive ? { frames: 1, forMs: 60_000 } : undefined
  dashboard = embedDashboard({
    ...{ id, supersetDomain, mountPoint, viewer: 'ana', keepAlive, activeTab },
    onViewChange: (view) => {
      tab = view.tab ?? tab
    },
  })
  return mountedAtMs
}

window.readTab = async () => tab

window.unmount = async () => (await dashboard)?.unmount()

window.mountMany = ({ ids, supersetDomain }: ManyOptions) =>
  mountInColumns(ids, (id, element) => {
    void embedDashboard({ id, supersetDomain, mountPoint: element, height: 340 })
  })

window.preload = ({ id, supersetDomain }: MountOptions) => {
  preload({ id, supersetDomain, viewer: 'ana' })
}
