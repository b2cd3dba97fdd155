/** The theme of the page: light, dark, or the same as the system. The app can also set the primary colour. */

const MODES = ['default', 'dark', 'system'] as const

export function setThemeMode(root: HTMLElement, args: unknown) {
  const mode = MODES.find((name) => name === Object(args).mode)
  if (!mode) return { success: false, message: 'Theme locked to current mode', silent: true }
  root.dataset['theme'] = mode
  return { success: true, message: `Theme mode set to ${mode}` }
}

interface Theme {
  readonly token?: { readonly colorPrimary?: string }
}

/** Like Superset, throws without a config, and does nothing for a config without `theme_default`. */
export function setThemeConfig(root: HTMLElement, args: unknown) {
  const { themeConfig } = args as { readonly themeConfig: { readonly theme_default?: Theme } }
  const { colorPrimary } = themeConfig.theme_default?.token ?? {}
  if (colorPrimary) root.style.setProperty('--accent', colorPrimary)
  return { success: true, message: 'Theme applied' }
}
