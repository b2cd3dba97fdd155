import type { PresetGrant } from '../grant'
import { invalid } from '../options'

/** Where the viewer's browser finds a workspace's dashboards: Preset gives every workspace such an address. */
export function workspaceDomain(workspace: unknown, region: unknown): string {
  return `https://${checkedName('workspace', workspace, WORKSPACE)}.${checkedName('region', region, REGION)}.app.preset.io`
}

/** It becomes a part of an address: whatever could lead to another one is refused. */
export function checkedName(name: string, value: unknown, whereToFind: string): string {
  if (typeof value !== 'string' || !/^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?$/i.test(value)) {
    throw invalid(`${name} is missing or not a name: it is ${whereToFind}.`)
  }
  return value
}

export const TEAM =
  "what follows /teams/ in Preset Manager's address, https://manage.app.preset.io/app/teams/<team>/"
export const WORKSPACE =
  "the first part of the workspace's address, https://<workspace>.<region>.app.preset.io"
const REGION = "the second part of the workspace's address, https://<workspace>.<region>.app.preset.io"

/** As Preset spells it, and nothing where the grant says nothing. */
export function enableDrilling(grant: PresetGrant): { readonly enable_drilling?: boolean } {
  return grant.enableDrilling === undefined ? {} : { enable_drilling: grant.enableDrilling }
}
