import { GuestpassError } from '../../core/errors'
import { ownProperties } from '../../core/own-properties'
import type { ThemeConfig, ThemeMode } from './types'

/** How the dashboard looks. */
export interface ThemeOptions {
  /** Applied before the first paint, and whenever it changes. 6.1 and later. @default the dashboard's own */
  readonly themeMode?: ThemeMode | undefined
  /** The light and the dark theme. Applied before the first paint, and whenever it changes. 6.0 and later. */
  readonly themeConfig?: ThemeConfig | undefined
}

/** @throws {GuestpassError} `option-invalid` */
export function readThemeOptions({ themeMode, themeConfig }: ThemeOptions): ThemeOptions {
  if (themeConfig) checkTheme(themeConfig)
  return { themeMode, themeConfig }
}

/**
 * Superset 6.1 takes a bare Ant Design theme for an empty theme and reports success, and 6.0 hangs (measured).
 *
 * @throws {GuestpassError} `option-invalid`
 */
export function checkTheme(themeConfig: ThemeConfig): void {
  const theme = ownProperties(themeConfig).theme_default
  if (Object(theme) === theme) return
  throw new GuestpassError(
    'option-invalid',
    'themeConfig has no theme_default. Write { theme_default: { token: … } }.',
  )
}
