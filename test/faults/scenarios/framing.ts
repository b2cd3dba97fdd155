import type { Scenario } from '../scenario.ts'

/** A frame that the browser or Superset refuses to fill; a person has 40 s for it. */
const refused: Pick<Scenario, 'wanted' | 'codes' | 'isLong' | 'patienceMs'> = {
  wanted: 'reported',
  codes: ['unreachable'],
  isLong: true,
  patienceMs: 40_000,
}

export const FRAMING: readonly Scenario[] = [
  {
    name: 'X-Frame-Options: DENY',
    ...refused,
    arrange({ world }) {
      world.headers.embedded = { 'x-frame-options': 'DENY' }
    },
  },
  {
    name: 'Content-Security-Policy: frame-ancestors of another site',
    ...refused,
    arrange({ world }) {
      world.headers.embedded = { 'content-security-policy': 'frame-ancestors https://example.com' }
    },
  },
  {
    name: 'Superset redirects to another origin',
    ...refused,
    arrange({ world, addresses }) {
      const location = `${addresses.app}/elsewhere`
      world.superset = (path) =>
        path.startsWith('/embedded/') ? { status: 302, headers: { location } } : undefined
    },
  },
  {
    name: 'the app is not an allowed domain: 403',
    ...refused,
    arrange({ world }) {
      world.allowedDomains = ['https://example.com']
    },
  },
  {
    name: 'Superset’s address refuses connections',
    ...refused,
    mount: { supersetDomain: 'http://localhost:9' },
  },
  {
    name: 'the embedded page is there and never answers',
    ...refused,
    arrange({ world }) {
      world.spoilt = 'deaf'
    },
  },
  {
    name: 'the app requires Cross-Origin-Embedder-Policy, and Superset does not send it',
    ...refused,
    arrange({ world }) {
      world.headers.app = { 'cross-origin-embedder-policy': 'require-corp' }
    },
  },
  {
    name: 'the embedded page starts after 30 s, and is not restarted',
    wanted: 'survived',
    patienceMs: 60_000,
    arrange({ world }) {
      world.superset = (path) => (path.startsWith('/embedded/') ? { delayMs: 30_000 } : undefined)
    },
    async claim({ world }) {
      const loads = world.pages.length
      return loads > 1 ? `the page was loaded ${loads} times` : undefined
    },
  },
  {
    name: 'allowed domains, and an app whose pages send no Referer',
    wanted: 'survived',
    isQuick: true,
    arrange({ world, addresses }) {
      world.headers.app = { 'referrer-policy': 'no-referrer' }
      world.allowedDomains = [addresses.app]
    },
  },
  {
    name: 'the browser blocks third-party storage',
    wanted: 'reported',
    codes: ['blank'],
    needs: ['blocked-storage'],
    isCrossSite: true,
    isLong: true,
    patienceMs: 60_000,
  },
  {
    name: 'third-party storage is allowed, and Superset is on another site',
    wanted: 'survived',
    isCrossSite: true,
  },
]
