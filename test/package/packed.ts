import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { pack } from '../../scripts/matrix/consumer'

/** Packs what is built and unpacks it in an app, inside the project, so that the peers are found where an app's would be. */
export function installPacked(app: string): { readonly folder: string; readonly tarball: string } {
  rmSync(app, { recursive: true, force: true })
  const folder = `${app}/node_modules/guestpass`
  mkdirSync(folder, { recursive: true })
  // A separate package, because inside this package `guestpass` would mean the checkout.
  writeFileSync(`${app}/package.json`, '{ "name": "app", "private": true }')
  const tarball = pack(app)
  execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'])
  return { folder, tarball }
}
