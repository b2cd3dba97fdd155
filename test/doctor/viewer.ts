import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright'
import { chromiumOptions } from '../../scripts/browsers/chromium'
import { guestTokenHandler, supersetApi, supersetJwt } from '../../src/server'
import type { Stand } from './stand'

/** The number of the chart "Total Revenue" for a viewer of all rows. */
const NUMBER = '$585,000'

/** A page that has requested nothing for this long will not show the number any more. */
const QUIET_MS = 3_000
const MAX_MS = 30_000

/** A browser that keeps Superset's scripts from one page to the next. */
export interface Viewer {
  /** Whether the page of the app shows the number, when it embeds and mints with what the doctor is given. */
  sees(stand: Stand, words: readonly string[], env: Readonly<Record<string, string>>): Promise<boolean>
  close(): Promise<void>
}

export async function startViewer(): Promise<Viewer> {
  const browser: Browser = await chromium.launch(await chromiumOptions())
  const context: BrowserContext = await browser.newContext({ viewport: { width: 1_000, height: 700 } })
  return {
    async sees(stand, words, env) {
      const dashboard = optionIn(words, '--dashboard') ?? stand.dashboard.embedId
      const authorize = () => ({ viewer: 'viewer', dashboards: [dashboard], rls: 'all-rows' as const })
      const issuer = issuerOf(stand, words, env)
      stand.app.mint = guestTokenHandler({ issuer, authorize, onError: () => {} })
      const page = await context.newPage()
      try {
        await page.goto(`${stand.app.url}/?dashboard=${dashboard}`)
        return await showsNumber(page)
      } finally {
        await page.close()
        await context.clearCookies()
      }
    },
    close: () => browser.close(),
  }
}

/** The app mints as the doctor does: with the secret if the doctor has one, otherwise with the account. */
function issuerOf({ superset }: Stand, words: readonly string[], env: Readonly<Record<string, string>>) {
  const url = optionIn(words, '--superset') ?? superset.url
  const audience = optionIn(words, '--audience')
  const secret = env.GUESTPASS_GUEST_SECRET
  if (secret !== undefined || audience !== undefined) {
    return supersetJwt({
      url,
      secret: secret ?? superset.guestSecret,
      audience: audience ?? superset.audience,
    })
  }
  const password = env.GUESTPASS_SUPERSET_PASSWORD ?? superset.password
  return supersetApi({ url, username: superset.username, password })
}

function optionIn(words: readonly string[], name: string): string | undefined {
  const index = words.indexOf(name)
  return index < 0 ? undefined : words[index + 1]
}

async function showsNumber(page: Page): Promise<boolean> {
  const open = new Set<unknown>()
  let quietSinceMs = Date.now()
  page.on('request', (request) => open.add(request))
  const onEnd = (request: Request) => {
    open.delete(request)
    quietSinceMs = Date.now()
  }
  page.on('requestfinished', onEnd)
  page.on('requestfailed', onEnd)
  const number = page.frameLocator('iframe').getByText(NUMBER).first()
  const giveUpAtMs = Date.now() + MAX_MS
  while (Date.now() < giveUpAtMs) {
    if (await number.isVisible()) return true
    if (open.size === 0 && Date.now() - quietSinceMs > QUIET_MS) return false
    await page.waitForTimeout(100)
  }
  return false
}
