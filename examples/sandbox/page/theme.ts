/** Light, dark, or as the system has it; the host may also bring a colour of its own. */

import { has } from './document'

const MODES = ['default', 'dark', 'system'] as const

export function setThemeMode(args: unknown) {
  const mode = MODES.find((one) => one === Object(args).mode)
  if (!mode) return { success: false, message: 'Theme locked to current mode', silent: true }
  document.documentElement.dataset.theme = mode
  return { success: true, message: `Theme mode set to ${mode}` }
}

/** Throws without a config, as Superset does. */
export function setThemeConfig(args: unknown) {
  const { themeConfig } = args as {
    readonly themeConfig: { readonly algorithm?: string; readonly token?: { readonly colorPrimary?: string } }
  }
  const { algorithm, token } = themeConfig
  if (algorithm === 'dark') setThemeMode({ mode: 'dark' })
  if (token?.colorPrimary) document.documentElement.style.setProperty('--accent', token.colorPrimary)
  return { success: true, message: 'Theme applied' }
}

// Up to 6.1 the address has no say in it; a call does, before there is a token too.
if (has('next')) setThemeMode({ mode: new URLSearchParams(location.search).get('themeMode') })
