import type { Meta, StoryObj } from '@storybook/react-vite'
import { type CSSProperties, useLayoutEffect, useRef, useState } from 'react'
import { expect, within } from 'storybook/test'
import styles from '../src/react/styles.css?inline'
import { type DesignToken, readTokens } from './design-tokens'

const TOKENS = readTokens(styles)

/** Every CSS variable of `guestpass/styles.css`, with the value that a browser makes of it in light and in dark. */
function DesignTokens() {
  return (
    <div style={{ maxWidth: 1_100 }}>
      <h2 style={{ marginBlock: '0 4px' }}>Design tokens</h2>
      <p style={{ marginBlock: '0 16px', maxWidth: '75ch' }}>
        The CSS variables that an app can set, on the component or on anything around it. This page reads them
        from <code>guestpass/styles.css</code>.
      </p>
      {/* It scrolls by itself, so the keyboard has to reach it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section aria-label="All design tokens" tabIndex={0} style={{ overflowX: 'auto' }}>
        <table style={{ borderCollapse: 'collapse', width: '100%' }}>
          <thead>
            <tr>
              {['Variable', 'Light', 'Dark', 'Value', 'Used by'].map((heading) => (
                <th key={heading} scope="col" style={CELL}>
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {TOKENS.map((token) => (
              <tr key={`${token.name} ${token.setOn}`}>
                <th scope="row" style={{ ...CELL, fontWeight: 400, whiteSpace: 'nowrap' }}>
                  <code>{token.name}</code>
                </th>
                {(['light', 'dark'] as const).map((scheme) => (
                  <td key={scheme} style={{ ...SAMPLE, colorScheme: scheme }} data-scheme={scheme}>
                    <Swatch token={token} />
                  </td>
                ))}
                <td style={CELL}>
                  <code>{token.value}</code>
                  <br />
                  {token.setOn ? `on the part ${token.setOn}` : 'the default'}
                </td>
                <td style={CELL}>
                  {token.usedBy.map((use) => (
                    <div key={use}>{use}</div>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

interface SwatchProps {
  readonly token: DesignToken
}

/** The value as the browser has it: a colour, a corner, or a length. */
function Swatch({ token }: SwatchProps) {
  const ref = useRef<HTMLSpanElement>(null)
  const [text, setText] = useState('')
  const isColour = CSS.supports('color', token.value)
  useLayoutEffect(() => {
    const style = ref.current && getComputedStyle(ref.current)
    if (style) setText(isColour ? hexOf(style.backgroundColor) : style.marginLeft)
  }, [isColour])
  return (
    <div style={{ display: 'flex', alignItems: 'center', gap: 10, minHeight: 44 }}>
      <span
        ref={ref}
        style={{ display: 'none', ...(isColour ? { background: token.value } : { marginLeft: token.value }) }}
      />
      <span aria-hidden="true" style={isColour ? { ...PATCH, background: token.value } : cornerOf(token)} />
      <code>{text}</code>
    </div>
  )
}

/** A length of a radius is shown as a corner. Another length has no picture. */
const cornerOf = ({ name, value }: DesignToken): CSSProperties =>
  name.includes('radius')
    ? { ...PATCH, borderTopLeftRadius: value, borderWidth: '2px 0 0 2px' }
    : { display: 'none' }

/** Any colour as `#rrggbb`, by painting it: mixed colours have no such form in CSS. */
function hexOf(colour: string): string {
  const context = new OffscreenCanvas(1, 1).getContext('2d')
  if (!context) return colour
  context.fillStyle = colour
  context.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

const LINE = '1px solid color-mix(in srgb, CanvasText 16%, Canvas)'
const CELL: CSSProperties = {
  padding: '10px 18px',
  borderBottom: LINE,
  textAlign: 'start',
  verticalAlign: 'top',
}
const SAMPLE: CSSProperties = { ...CELL, background: 'Canvas', color: 'CanvasText' }
const PATCH: CSSProperties = {
  width: 44,
  height: 44,
  border: '1px solid color-mix(in srgb, CanvasText 30%, Canvas)',
  flex: 'none',
}

const meta = {
  title: 'Looks/Design tokens',
  component: DesignTokens,
  tags: ['!autodocs'],
} satisfies Meta<typeof DesignTokens>

export default meta

export const Tokens: StoryObj<typeof meta> = {
  name: 'Design tokens',
  play: async ({ canvasElement }) => {
    const names = within(canvasElement)
      .getAllByRole('rowheader')
      .map(({ textContent }) => textContent)
    // Found in the text without a parser, so that the two do not have the same fault.
    const inStylesheet = new Set(styles.match(/--guestpass-[\w-]+/g))
    await expect(new Set(names)).toEqual(inStylesheet)
    const sampled = (scheme: string) =>
      [...canvasElement.querySelectorAll(`[data-scheme=${scheme}] code`)].map(
        ({ textContent }) => textContent,
      )
    for (const text of [...sampled('light'), ...sampled('dark')])
      await expect(text).toMatch(/^(#[0-9a-f]{6}|\d+px)$/)
    await expect(sampled('light')).not.toEqual(sampled('dark'))
  },
}
