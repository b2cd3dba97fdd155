/** The page of guestpass. */

import { embedDashboard, preload } from 'guestpass/vanilla'
import { mountInColumns } from './mount-in-columns.ts'
import type { ManyOptions, MountOptions } from './mount-options.ts'

const mountPoint = document.getElementById('mount') as HTMLElement

window.mount = ({ id, supersetDomain }: MountOptions) => {
  const mountedAtMs = Date.now()
  void embedDashboard({ id, supersetDomain, mountPoint })
  return mountedAtMs
}

window.mountMany = ({ ids, supersetDomain }: ManyOptions) =>
  mountInColumns(ids, (id, element) => {
    void embedDashboard({ id, supersetDomain, mountPoint: element, height: 340 })
  })

window.preload = async ({ id, supersetDomain }: MountOptions) => {
  preload({ id, supersetDomain })
  await new Promise((resolve) => document.querySelector('iframe')?.addEventListener('load', resolve))
}
