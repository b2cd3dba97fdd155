import type { Platform } from '../../src/core/platform'

/** The same fake, whichever system a dashboard is of. */
export function onePlatform(platform: Platform<HTMLElement>) {
  return () => ({ superset: platform, embeddable: platform })
}
