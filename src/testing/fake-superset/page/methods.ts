/** The methods that an app can call in the page, with the answers of Superset 6.1. */

import type { EmbeddedMethod } from '../../embedded-page'
import type { DashboardState } from './dashboard'
import { setThemeConfig, setThemeMode } from './theme'

export type PageMethods = Readonly<Record<string, EmbeddedMethod>>

/** The parts of a page that the methods use. */
export interface CalledPage {
  readonly root: HTMLElement
  /** `undefined` when the page does not show a dashboard. */
  state(): DashboardState | undefined
  measure(): { readonly width: number; readonly height: number }
  createPermalink(): Promise<string>
}

export function createPageMethods(page: CalledPage): PageMethods {
  return {
    getScrollSize: () => page.measure(),
    getActiveTabs: () => page.state()?.activeTabs ?? [],
    getDataMask: () => page.state()?.dataMask ?? {},
    getDashboardPermalink: () => page.createPermalink(),
    setThemeConfig: (args) => setThemeConfig(page.root, args),
    setThemeMode: (args) => setThemeMode(page.root, args),
    getChartStates: () => ({}),
    getChartDataPayloads(args) {
      const { chartId } = Object(args)
      const message = `Chart ${chartId} not found or is not a stateful chart`
      return chartId === undefined ? {} : { [chartId]: { error: true, message } }
    },
  }
}

/** The same methods. A call during which `isSilent` returns true is never answered. */
export function silenceMethods(methods: PageMethods, isSilent: () => boolean): PageMethods {
  return Object.fromEntries(
    Object.entries(methods).map(([name, run]) => [name, (args) => (isSilent() ? NEVER : run(args))]),
  )
}

const NEVER = new Promise(() => {})
