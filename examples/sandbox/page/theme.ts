/** Light, dark, or as the system has it; the host may also bring a colour of its own. */

import { has } from './document'

const MODES = ['default', 'dark', 'system'] as const

export function setThemeMode(args: unknown) {
  const mode = MODES.find((one) => one === Object(args).mode)
  if (!mode) return { success: false, message: 'Theme locked to current mode', silent: true }
  document.documentElement.dataset.theme = mode
  return { success: true, message: `Theme mode set to ${mode}` }
}

interface Theme {
  readonly token?: { readonly colorPrimary?: string }
}

/** Throws without a config, and takes one without `theme_default` for an empty one, as Superset does. */
export function setThemeConfig(args: unknown) {
  const { themeConfig } = args as { readonly themeConfig: { readonly theme_default?: Theme } }
  const { colorPrimary } = themeConfig.theme_default?.token ?? {}
  if (colorPrimary) document.documentElement.style.setProperty('--accent', colorPrimary)
  return { success: true, message: 'Theme applied' }
}

// Up to 6.1 the address has no say in it; a call does, before there is a token too.
if (has('next')) setThemeMode({ mode: new URLSearchParams(location.search).get('themeMode') })
