import type { ThemeOptions } from '../theme'
import type { Switchboard } from './switchboard'

/** Keeps the theme of a page the same as the theme in the options. */
export interface ThemeSetter {
  /** Sets the theme. Resolves when the page has applied it, or has answered that it is too old for it. */
  set(): Promise<void>
  /** Sets the theme again when it has changed since `set`. */
  update(): Promise<void>
}

export function createThemeSetter(get: Switchboard['get'], theme: () => ThemeOptions): ThemeSetter {
  let applied: string | undefined

  async function set(): Promise<void> {
    const { themeMode, themeConfig } = theme()
    const key = JSON.stringify([themeMode, themeConfig])
    if (key === applied) return
    applied = key
    await Promise.allSettled([
      themeMode && get('setThemeMode', { mode: themeMode }),
      themeConfig && get('setThemeConfig', { themeConfig }),
    ])
  }

  return {
    set,
    async update() {
      if (applied !== undefined) await set()
    },
  }
}
