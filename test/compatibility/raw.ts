import { expect, type FrameLocator, type Page } from '@playwright/test'
import { type SupersetGrant, supersetJwt } from 'guestpass/server'
import type { TestPlatform } from '../e2e/platform.ts'
import { settled } from './settled.ts'

/** The dashboards that every version has; see scripts/superset/seed_compatibility.py. */
const TITLES = {
  tabs: 'Compatibility',
  plain: 'Without tabs',
  text: 'Without charts',
} as const
export type DashboardKey = keyof typeof TITLES

export interface OpenOptions {
  readonly dashboard?: DashboardKey
  readonly query?: Readonly<Record<string, string>>
  readonly height?: number
  readonly rls?: SupersetGrant['rls']
  /** `bad` is signed with another secret; `none` is not sent. */
  readonly token?: 'good' | 'bad' | 'none'
}

/** A dashboard that is spoken to in Superset's own protocol. */
export interface Raw {
  readonly page: Page
  readonly frame: FrameLocator
  idOf(dashboard: DashboardKey): string
  /** Opens a dashboard and, where it gets a good token, waits until it shows something. */
  open(options?: OpenOptions): Promise<void>
  emitToken(options?: OpenOptions): Promise<void>
  get(method: string, args?: unknown): Promise<{ readonly result?: unknown; readonly error?: string }>
  height(): Promise<number>
  resize(height: number): Promise<void>
  /** The value of "Total Revenue" when it no longer changes. */
  total(): Promise<string>
  heard(method: string): Promise<readonly unknown[]>
}

export function openRaw(page: Page, domain: string, platform: TestPlatform): Raw {
  const { guestSecret, audience } = platform
  const frame = page.frameLocator('iframe').first()
  const idOf = (dashboard: DashboardKey) => {
    const one = platform.dashboards.find(({ title }) => title === TITLES[dashboard])
    if (!one) throw new Error(`No dashboard is called ${TITLES[dashboard]}.`)
    return one.embedId
  }
  const raw: Raw = {
    page,
    frame,
    idOf,
    async open(options = {}) {
      const { dashboard = 'tabs', query = {}, height = 900, token = 'good' } = options
      const url = `${domain}/embedded/${idOf(dashboard)}?${new URLSearchParams({ uiConfig: '16', ...query })}`
      await page.evaluate(([to, px]) => window.rawPage.open(to, px), [url, height] as const)
      // The page listens a little after it has loaded.
      await expect.poll(() => raw.get('getScrollSize')).toHaveProperty('result')
      if (token !== 'none') await raw.emitToken(options)
      if (token === 'good') await expect(frame.getByText(FIRST_SIGN).first()).toBeVisible()
    },
    async emitToken({ dashboard = 'tabs', rls = 'all-rows', token }: OpenOptions = {}) {
      const secret = token === 'bad' ? 'another secret'.repeat(4) : guestSecret
      const issuer = supersetJwt({ url: domain, secret, audience, lifetimeSeconds: 300 })
      const ids = [idOf(dashboard)]
      const grant: SupersetGrant = { viewer: 'raw', dashboards: ids, rls }
      const { token: guestToken } = await issuer.mint(grant, ids, new AbortController().signal)
      await page.evaluate((args) => window.rawPage.emit('guestToken', args), { guestToken })
    },
    get: (method, args) =>
      page.evaluate(([name, all]) => window.rawPage.get(name as string, all), [method, args]),
    height: async () => Number(Object((await raw.get('getScrollSize')).result).height),
    resize: (height) => page.evaluate((px) => window.rawPage.resize(px), height),
    total: () => settled(async () => (await frame.getByText(AMOUNT).first().textContent()) ?? ''),
    heard: (method) =>
      page.evaluate(
        (name) => window.rawPage.heard.filter((one) => one.method === name).map(({ args }) => args),
        method,
      ),
  }
  return raw
}

const AMOUNT = /^\$[\d,]+$/
/** Total Revenue, or the text of the dashboard that has nothing else. */
const FIRST_SIGN = /^\$[\d,]+$|Nothing but text/
