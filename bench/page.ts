/** The page of guestpass. */

import { embedDashboard, preload } from 'guestpass/vanilla'
import type { MountOptions } from './mount-options.ts'

const mountPoint = document.getElementById('mount') as HTMLElement

window.mount = ({ id, supersetDomain }: MountOptions) => {
  const mountedAtMs = Date.now()
  void embedDashboard({ id, supersetDomain, mountPoint })
  return mountedAtMs
}

window.preload = async ({ id, supersetDomain }: MountOptions) => {
  preload({ id, supersetDomain })
  await new Promise((resolve) => document.querySelector('iframe')?.addEventListener('load', resolve))
}
