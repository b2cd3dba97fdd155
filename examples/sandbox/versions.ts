/** The releases the embedded page can pass for; the last is what Superset's main branch has after 6.1. */
export const VERSIONS = ['4.1', '5.0', '6.0', '6.1', 'next'] as const

export type Version = (typeof VERSIONS)[number]

export function isVersion(name: string | null | undefined): name is Version {
  return VERSIONS.some((version) => version === name)
}

export function isAtLeast(version: Version, since: Version): boolean {
  return VERSIONS.indexOf(version) >= VERSIONS.indexOf(since)
}
