import type { TestPlatform } from '../e2e/platform.ts'

/** The embed id of the sample dashboard with this title. */
export function idOf({ dashboards }: TestPlatform, title: string): string {
  const found = dashboards.find((one) => one.title === title)
  if (!found) throw new Error(`${title} is not among ${dashboards.map((one) => one.title).join(', ')}`)
  return found.embedId
}
