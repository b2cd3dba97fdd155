import { GuestpassError } from '../../core/errors'
import type { Switchboard } from './switchboard'
import type { ThemeConfig, ThemeMode } from './types'

export interface ThemeOptions {
  /** In force from the first paint on, and whenever it changes. 6.1 and later. @default the dashboard's own */
  readonly themeMode?: ThemeMode | undefined
  /** The theme that it is drawn in, light and dark, in force likewise. 6.0 and later. */
  readonly themeConfig?: ThemeConfig | undefined
}

/**
 * A bare theme of Ant Design's is taken for an empty one by 6.1, which says it succeeded, and hangs 6.0 (measured).
 *
 * @throws {GuestpassError} `option-invalid`
 */
export function checkTheme(themeConfig: ThemeConfig | undefined): void {
  if (themeConfig === undefined || Object(themeConfig).theme_default) return
  throw new GuestpassError(
    'option-invalid',
    'themeConfig has no theme_default: write { theme_default: { token: … } }.',
  )
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
