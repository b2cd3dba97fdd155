import type { ThemeVars } from 'storybook/theming'
import { create } from 'storybook/theming/create'
import logo from '../docs/public/icon.svg'
import { PALETTE } from './palette'

/** The scheme that the system of the person asks for, when Storybook opens. */
export const systemScheme = (): keyof typeof PALETTE =>
  matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'

/** Storybook's own looks, for the manager and for the pages of documents. */
export function themeOf(scheme: keyof typeof PALETTE): ThemeVars {
  const { page, card, line, text, soft, accent } = PALETTE[scheme]
  return create({
    base: scheme,
    brandTitle: `<span style="display:flex;gap:8px;align-items:center"><img src="${logo.replaceAll('"', '%22')}" alt="" width="24" height="24">guestpass</span>`,
    // Storybook reads the title as HTML only beside `null`, which its type does not have.
    brandImage: null as never,
    brandUrl: './',
    fontBase: 'system-ui, "Liberation Sans", sans-serif',
    fontCode: 'ui-monospace, "Liberation Mono", monospace',
    colorPrimary: accent,
    colorSecondary: accent,
    appBg: page,
    appContentBg: card,
    appPreviewBg: card,
    appBorderColor: line,
    appBorderRadius: 10,
    textColor: text,
    textMutedColor: soft,
    barBg: card,
    barTextColor: soft,
    barSelectedColor: accent,
    barHoverColor: accent,
    inputBg: card,
    inputBorder: line,
    inputTextColor: text,
    inputBorderRadius: 8,
  })
}
