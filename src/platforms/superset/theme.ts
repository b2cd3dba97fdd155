import type { Switchboard } from './switchboard'
import type { ThemeConfig, ThemeMode } from './types'

export interface ThemeOptions {
  /** In force from the first paint on, and whenever it changes. 6.1 and later. @default the dashboard's own */
  readonly themeMode?: ThemeMode | undefined
  /** Likewise. 6.0 and later. */
  readonly themeConfig?: ThemeConfig | undefined
}

export const themeKey = ({ themeMode, themeConfig }: ThemeOptions) => JSON.stringify([themeMode, themeConfig])

/** Resolves when the page has taken it over, or has shown that it is too old to. */
export async function applyTheme(page: Switchboard, { themeMode, themeConfig }: ThemeOptions): Promise<void> {
  const calls = [
    themeMode && page.get('setThemeMode', { mode: themeMode }),
    themeConfig && page.get('setThemeConfig', { themeConfig }),
  ]
  await Promise.allSettled(calls)
}
