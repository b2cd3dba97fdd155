import type { Scenario } from '../scenario.ts'

export const HOSTILE: readonly Scenario[] = [
  {
    name: 'a hostile frame on the page forges every message',
    wanted: 'survived',
    isQuick: true,
    mount: false,
    async act(stage) {
      await stage.tab.evaluate(
        (url) =>
          new Promise((resolve) => {
            const frame = document.createElement('iframe')
            frame.src = url
            frame.onload = resolve
            document.body.append(frame)
          }),
        `${stage.addresses.app.replace('localhost', '127.0.0.1')}/hostile`,
      )
      await stage.mount()
      await stage.pass(1_000)
    },
  },
  {
    name: 'a hostile window that opened from the page forges every message',
    wanted: 'survived',
    mount: false,
    async act(stage) {
      await stage.tab.evaluate(
        (url) => window.open(url, 'hostile', 'width=100,height=100'),
        `${stage.addresses.app.replace('localhost', '127.0.0.1')}/hostile`,
      )
      await stage.pass(500)
      await stage.mount()
      await stage.pass(1_000)
    },
  },
  {
    name: 'the page answers every call with the wrong shape',
    wanted: 'survived',
    isQuick: true,
    arrange({ world }) {
      world.spoilt = 'wrong-shapes'
    },
  },
  {
    name: 'another script of the app adds properties to Object.prototype',
    wanted: 'survived',
    mount: false,
    async act({ tab, mount }) {
      await tab.evaluate(() => {
        // No names that the DOM reads through the prototype itself, such as `once`, `signal` and `mode`.
        const added = {
          ...{
            height: '1px',
            supersetDomain: 'https://example.com',
            themeMode: 'dark',
            loading: 'lazy',
            error: 'no',
          },
          ...{
            expiresIn: 0,
            platform: 'embeddable',
            dashboards: [],
            tab: 'TAB-none',
            permalink: 'none',
            aborted: true,
          },
          ...{
            token: 'none',

            tokenUrl: '/none',

            view: 'none',
            activeTab: 'none',
          },
          ...{
            nativeFilters: 'none',
            filters: 'none',
            urlParams: 'none',
            dashboardUiConfig: 'none',
            keepAlive: 'none',
          },
          ...{
            refreshEvery: 1,
            credentialless: true,

            iframeTitle: 7,
            dashboard: 'none',
            log: 'none',
          },
          ...{
            hasReloaded: true,
            reason: 'none',
            since: 0,
            request: 1,
            retry: 'never',
            code: 'denied',
            session: 'ended',
          },
          ...{
            wanted: 'none',
            size: 0,
            width: 0,
            name: 'ended',
            isUsed: false,
            isDoubted: true,
            needsFresh: true,
          },
          ...{
            onError: 'none',
            onReady: 'none',
            onSelect: 'none',
            onViewChange: 'none',
            resolvePermalinkUrl: 'none',
          },
        }
        for (const [name, value] of Object.entries(added)) {
          Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
        }
      }, null)
      await mount()
    },
  },
  {
    name: 'the page reports a size of 1,000,000,000,000,000 px',
    wanted: 'survived',
    arrange({ world }) {
      world.spoilt = 'tall'
    },
    async claim({ tab }) {
      const heightPx = await tab.evaluate(() => document.documentElement.scrollHeight, null)
      return heightPx > 101_000 ? `the app’s page is ${heightPx} px high` : undefined
    },
  },
  {
    name: 'the page reports 50,000 changes of its filters at once',
    wanted: 'survived',
    async act({ inside, pass }) {
      await inside('flood')
      await pass(1_000)
    },
  },
  {
    name: 'the page answers with 10 MB',
    wanted: 'survived',
    arrange({ world }) {
      world.spoilt = 'huge'
    },
  },
  {
    name: 'the page answers calls that were never made, and sends invalid messages',
    wanted: 'survived',
    isQuick: true,
    async act({ inside, pass }) {
      await inside('junk')
      await pass(200)
    },
  },
]
