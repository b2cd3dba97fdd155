import type { PresetGrant } from '../grant'
import { checkedUrl, invalid } from '../options'

/** Where the viewer's browser finds a workspace of Preset: by its region. */
export interface PresetRegion {
  /** The second part of the workspace's address, `https://<workspace>.<region>.app.preset.io`. */
  readonly region: string
  /** The whole address, which takes precedence. @default `https://<workspace>.<region>.app.preset.io` */
  readonly domain?: string | undefined
}

/** Where the viewer's browser finds a workspace of Preset: by its whole address. */
export interface PresetDomain {
  /** The second part of the workspace's address. Not needed with `domain`. */
  readonly region?: string | undefined
  /**
   * The workspace's address, as the viewer's browser reaches it: for a Managed Private Cloud or a domain of your company.
   * `npx guestpass dashboards --preset` prints it.
   */
  readonly domain: string
}

/** @throws {GuestpassError} `option-invalid` */
export function workspaceDomain(workspace: unknown, { region, domain }: PresetRegion | PresetDomain): string {
  const name = checkedName('workspace', workspace, WORKSPACE)
  if (domain !== undefined) {
    if (region !== undefined) checkedName('region', region, REGION)
    return checkedUrl('domain', domain)
  }
  return `https://${name}.${checkedName('region', region, REGION)}.app.preset.io`
}

/** The name becomes a part of an address, so a text that could lead to another address is refused. */
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
const REGION =
  "the second part of the workspace's address, https://<workspace>.<region>.app.preset.io; for another address give domain"

/** The field as Preset names it. Empty when the grant does not contain the field. */
export function enableDrilling(grant: PresetGrant): { readonly enable_drilling?: boolean } {
  return grant.enableDrilling === undefined ? {} : { enable_drilling: grant.enableDrilling }
}
