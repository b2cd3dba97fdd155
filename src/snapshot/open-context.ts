import type { Browser, BrowserContext } from 'playwright'
import type { SnapshotSettings } from './settings'

/**
 * Opens a context of the browser in which the app's page can show the dashboard.
 *
 * The app's page does not come from the network, so Chromium takes it for a page of the internet. It asks for a permission
 * before such a page loads a frame from a local network, where Superset often is (measured with Chromium 156).
 */
export async function openContext(
  browser: Browser,
  { width, scale, isDark, locale, timeZone, appOrigin }: SnapshotSettings,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    deviceScaleFactor: scale,
    colorScheme: isDark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    // A service worker would answer requests past the routes.
    serviceWorkers: 'block',
    acceptDownloads: false,
    ...(locale !== undefined && { locale }),
    ...(timeZone !== undefined && { timezoneId: timeZone }),
  })
  // A Chromium that does not know the permission does not ask for it.
  await context.grantPermissions(['local-network-access'], { origin: appOrigin }).catch(() => {})
  await context.addInitScript(replaceBlockedStorage)
  return context
}

/**
 * The arguments of Chromium for these origins, as `URL` writes them:
 *
 * 1. Chromium gives the permission above to secure origins only, so it treats the app's origin as secure.
 * 2. Chromium finds only the hosts of `openOrigins`. Playwright does not call a route for a redirect or a WebSocket, and both
 *    reached a server on another host (measured with Chromium 156).
 */
export function argumentsFor({
  appOrigin,
  openOrigins,
}: Pick<SnapshotSettings, 'appOrigin' | 'openOrigins'>): readonly string[] {
  const hosts = [...openOrigins].map((origin) => `EXCLUDE ${new URL(origin).hostname}`)
  return [
    ...(appOrigin.startsWith('http:') ? [`--unsafely-treat-insecure-origin-as-secure=${appOrigin}`] : []),
    `--host-resolver-rules=${['MAP * ~NOTFOUND', ...hosts].join(', ')}`,
  ]
}

/**
 * Runs in each frame. Some Chromiums block the storage of a frame of another site: reading `localStorage` throws, and Superset
 * stays white (measured). The frame then has a storage in memory. It must not use anything outside of itself.
 */
function replaceBlockedStorage(): void {
  for (const name of ['localStorage', 'sessionStorage'] as const) {
    try {
      void window[name]
    } catch {
      const items = new Map<string, string>()
      const storage: Storage = {
        get length() {
          return items.size
        },
        clear: () => items.clear(),
        getItem: (key) => items.get(String(key)) ?? null,
        key: (index) => [...items.keys()][index] ?? null,
        removeItem: (key) => void items.delete(String(key)),
        setItem: (key, value) => void items.set(String(key), String(value)),
      }
      Object.defineProperty(window, name, { value: storage })
    }
  }
}
