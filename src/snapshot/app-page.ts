import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page, Request as PageRequest, Route } from 'playwright'
import type { GuestpassError } from '../core/errors'
import { guestTokenHandler } from '../server/route/fetch-handler'
import type { SnapshotSettings } from './settings'
import { SnapshotError } from './snapshot-error'

/** Below this path the app's page is served. No app has such a path. */
const PATH = '/__guestpass_snapshot__/'
const TOKEN_PATH = `${PATH}guest-token`

/** The files for a script tag: the file that the tag names, and the parts that it loads from beside its own address. */
const SCRIPTS = ['guestpass.global.js', 'guestpass.global.page.js', 'guestpass.global.rest.js'] as const

/**
 * A frame that is lower than its content reports the height of the content, so the frame begins low. It does not become wider
 * than the page: the content of 6.0 is always 16 px wider than its frame (both measured).
 */
const DOCUMENT = `<!doctype html>
<meta charset="utf-8">
<title>Snapshot</title>
<style>
  html, body { margin: 0; overflow: hidden }
  #dashboard { height: 100px }
  #dashboard iframe { min-width: 0 !important }
</style>
<div id="dashboard"></div>
<script src="${PATH}${SCRIPTS[0]}"></script>`

/**
 * Answers the requests of the browser to the app's page: its document, the script files of this package, and the token route
 * with the viewer's grant. No server runs and no port is open. Requests to other origins than those of the settings are
 * blocked, because the author of a dashboard could make this computer request any address of its network. Redirects and
 * WebSockets to other hosts are blocked by an argument of Chromium (`argumentsFor`).
 *
 * @returns the address of the app's page
 */
export async function serveAppPage(
  page: Page,
  { issuer, grant, appOrigin, openOrigins }: SnapshotSettings,
  hooks: { readonly onError: (error: GuestpassError) => void; readonly onBlocked: (origin: string) => void },
): Promise<string> {
  const folder = findScripts()
  const answerTokenRequest = guestTokenHandler({
    ...{ issuer, authorize: () => grant, onError: hooks.onError, onDenied: () => {} },
  })

  async function answer(route: Route): Promise<void> {
    const request = route.request()
    const { origin, pathname } = new URL(request.url())
    if (origin !== appOrigin || !pathname.startsWith(PATH)) {
      if (openOrigins.has(origin)) return route.continue()
      hooks.onBlocked(origin)
      return route.abort('blockedbyclient')
    }
    if (pathname === PATH) return route.fulfill({ contentType: 'text/html', body: DOCUMENT })
    if (pathname === TOKEN_PATH && request.frame() === page.mainFrame()) {
      const response = await answerTokenRequest(toRequest(request))
      return route.fulfill({
        ...{ status: response.status, headers: Object.fromEntries(response.headers) },
        body: await response.text(),
      })
    }
    const script = SCRIPTS.find((name) => pathname === PATH + name)
    return script ? route.fulfill({ path: folder + script }) : route.abort('blockedbyclient')
  }

  // A page that is closed meanwhile has no request to answer any more.
  await page.context().route('**/*', (route) => answer(route).catch(() => {}))
  return `${appOrigin}${PATH}`
}

function toRequest(request: PageRequest): Request {
  return new Request(request.url(), {
    ...{ method: request.method(), headers: request.headers() },
    ...(request.method() === 'POST' && { body: request.postData() ?? '' }),
  })
}

/** The folder of the script files, which are beside this code in the package. In a checkout this code is in `src/snapshot`. */
function findScripts(): string {
  const folders = ['./', '../../dist/'].map((path) => fileURLToPath(new URL(path, import.meta.url)))
  const folder = folders.find((candidate) => existsSync(candidate + SCRIPTS[0]))
  if (folder !== undefined) return folder
  throw new SnapshotError(
    'snapshot-failed',
    'guestpass.global.js is not beside the code of guestpass/snapshot. Mark guestpass as external in your bundler.',
  )
}
