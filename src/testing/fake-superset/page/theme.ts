/** Light, dark, or as the system has it; the host may also bring a colour of its own. */

const MODES = ['default', 'dark', 'system'] as const

export function setThemeMode(root: HTMLElement, args: unknown) {
  const mode = MODES.find((one) => one === Object(args).mode)
  if (!mode) return { success: false, message: 'Theme locked to current mode', silent: true }
  root.dataset['theme'] = mode
  return { success: true, message: `Theme mode set to ${mode}` }
}

interface Theme {
  readonly token?: { readonly colorPrimary?: string }
}

/** Throws without a config, and takes one without `theme_default` for an empty one, as Superset does. */
export function setThemeConfig(root: HTMLElement, args: unknown) {
  const { themeConfig } = args as { readonly themeConfig: { readonly theme_default?: Theme } }
  const { colorPrimary } = themeConfig.theme_default?.token ?? {}
  if (colorPrimary) root.style.setProperty('--accent', colorPrimary)
  return { success: true, message: 'Theme applied' }
}
