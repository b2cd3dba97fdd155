/** Light, dark, or as the system has it; the host may also bring a colour of its own. */

const MODES = ['default', 'dark', 'system'] as const

export function setThemeMode(args: unknown) {
  const mode = (args as { readonly mode?: (typeof MODES)[number] } | undefined)?.mode
  if (!mode || !MODES.includes(mode)) return { success: false, message: 'Unknown theme mode' }
  document.documentElement.dataset.theme = mode
  return { success: true, message: `Theme mode set to ${mode}` }
}

export function setThemeConfig(args: unknown) {
  const config = args as { readonly themeConfig?: { readonly token?: { readonly colorPrimary?: string } } }
  const color = config.themeConfig?.token?.colorPrimary
  if (color) document.documentElement.style.setProperty('--accent', color)
  return { success: true, message: 'Theme applied' }
}

setThemeMode({ mode: new URLSearchParams(location.search).get('themeMode') ?? 'default' })
