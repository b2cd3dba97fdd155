/** The page of guestpass. */

import { type EmbeddedDashboard, embedDashboard, preload } from 'guestpass/vanilla'
import { mountInColumns } from './mount-in-columns.ts'
import type { ManyOptions, MountOptions } from './mount-options.ts'

const mountPoint = document.getElementById('mount') as HTMLElement

let dashboard: Promise<EmbeddedDashboard> | undefined

let tab: string | undefined
let filters: object = {}

window.mount = ({ id, supersetDomain, keepsAlive }: MountOptions) => {
  const mountedAtMs = Date.now()
  const keepAlive = keepsAlive ? { frames: 1, forMs: 60_000 } : undefined
  dashboard = embedDashboard({
    ...{ id, supersetDomain, mountPoint, viewer: 'ana', keepAlive },
    onViewChange: (view) => {
      tab = view.tab ?? tab
      filters = view.filters ?? filters
    },
  })
  return mountedAtMs
}

window.readTab = async () => tab

window.countFilters = () => Object.values(filters).filter((value) => value?.length > 0).length

window.restart = async () => (await dashboard)?.retry()

window.unmount = async () => (await dashboard)?.unmount()

window.mountMany = ({ ids, supersetDomain }: ManyOptions) =>
  mountInColumns(ids, (id, element) => {
    void embedDashboard({ id, supersetDomain, mountPoint: element, height: 340 })
  })

window.preload = ({ id, supersetDomain }: MountOptions) => {
  preload({ id, supersetDomain, viewer: 'ana' })
}
