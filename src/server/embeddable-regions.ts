/** Where a workspace of Embeddable is. `legacy-US` is the oldest region, in which older workspaces still are. */
export type EmbeddableRegion = 'us' | 'eu' | 'legacy-US'

interface RegionAddresses {
  readonly api: string
  readonly script: string
}

/** The addresses of each region. The script of the two newer regions is the same file, with the region in its address. */
export const EMBEDDABLE_REGIONS: Readonly<Record<EmbeddableRegion, RegionAddresses>> = {
  us: { api: 'https://api.us.embeddable.com', script: 'https://embed.embeddable.com/js/v1/?region=US' },
  eu: { api: 'https://api.eu.embeddable.com', script: 'https://embed.embeddable.com/js/v1/?region=EU' },
  'legacy-US': { api: 'https://api.embeddable.com', script: 'https://api.embeddable.com/js/v1/' },
}

export function isEmbeddableRegion(value: unknown): value is EmbeddableRegion {
  return typeof value === 'string' && Object.hasOwn(EMBEDDABLE_REGIONS, value)
}
